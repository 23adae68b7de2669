"""When the client came back, and how long it let itself be held."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding
from fakeai_proxy.chaos.verdict.logical import relation

from .words import numbers, seconds

DATE_TOLERANCE = 1.0
"""Seconds: a date has whole ones."""


def told_when(case: Case) -> Iterator[Finding]:
    """Retry-After, kept or not, of every attempt that was followed by one of the same host."""
    for before, after in case.request.steps():
        told = before.told.retry_after
        if not told or relation(before, after) not in ("retry", "changed") or before.head_at is None:
            continue
        came = after.at - before.head_at
        tolerance = case.policy.tolerance_s if before.told.precise else DATE_TOLERANCE
        kept = came >= told - tolerance
        shown = f"#{before.number}: {before.told.by} {seconds(told)}; #{after.number} after {seconds(came)}"
        yield Finding("waited_as_told" if kept else "ignored_retry_after", shown, numbers((before, after)))


def hot_loop(case: Case) -> Iterator[Finding]:
    """Two retries in a row, each sooner than the policy's gap and not told to be."""
    run: list[Attempt] = []
    longest: list[Attempt] = []
    for before, after in case.request.steps():
        run = [*(run or [before]), after] if is_hot(case, before, after) else []
        longest = max(longest, run, key=len)
    if len(longest) > 2:
        gap = (longest[-1].at - longest[0].at) / (len(longest) - 1)
        shown = f"{len(longest)} attempts, one every {seconds(gap)}"
        yield Finding("hot_loop", shown, numbers(longest))


def is_hot(case: Case, before: Attempt, after: Attempt) -> bool:
    gap = after.at - before.ended_at
    told = before.told.retry_after
    allowed = told is not None and gap >= told - case.policy.tolerance_s
    same = relation(before, after) == "retry" and not before.usable
    return same and gap < case.policy.hot_gap_s and not allowed


def waited_long(case: Case) -> Iterator[Finding]:
    """Parked on Retry-After, or hung on a reply that does not go on."""
    limit = case.policy.max_wait_s
    for attempt in case.request.attempts:
        if attempt.silence > limit and (attempt.injected or not attempt.usable):
            shown = f"#{attempt.number}: nothing came for {seconds(attempt.silence)}, {attempt.ended}"
            yield Finding("waited_excessively", shown, numbers((attempt,)))
    for before, after in case.request.steps():
        gap = after.at - before.ended_at
        if gap > limit and (before.told.retry_after or 0.0) > limit:
            shown = f"#{after.number} came {seconds(gap)} after #{before.number}, as that had told it"
            yield Finding("waited_excessively", shown, numbers((before, after)))
