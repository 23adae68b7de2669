"""How evidence is worded."""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.chaos.verdict.attempt import Attempt

SHOWN = 12
"""Attempts that are named in one piece of evidence."""


def seconds(value: float) -> str:
    """`0.213 s`, `3600 s`."""
    return f"{value:.3f} s" if value < 100 else f"{value:.0f} s"


def how(attempt: Attempt) -> str:
    """How one attempt went: `429 Retry-After 2 s`, `200 cut`, `no reply: timeout`."""
    status = str(attempt.status) if attempt.status else "no head"
    ended = "" if attempt.ended == "complete" else f", {attempt.ended}"
    error = f" {attempt.heard.error}" if attempt.heard.error else ""
    told = attempt.told.retry_after
    wait = "" if told is None else f", {attempt.told.by} {seconds(told)}"
    return f"{status}{error}{wait}{ended}"


def numbers(attempts: Iterable[Attempt]) -> tuple[int, ...]:
    return tuple(attempt.number for attempt in attempts)


def listed(attempts: Iterable[Attempt]) -> str:
    """`#3 (429, retry-after 2 s), #4 (200)`."""
    all_of = list(attempts)
    told = ", ".join(f"#{attempt.number} ({how(attempt)})" for attempt in all_of[:SHOWN])
    return told + (f" and {len(all_of) - SHOWN} more" if len(all_of) > SHOWN else "")
