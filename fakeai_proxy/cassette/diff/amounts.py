"""Changes of what a reply cost: tokens and time."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.cassette.conversation import Usage, usage
from fakeai_proxy.cassette.recording import Answered

from .difference import Difference

FACTOR = 2
FLOOR_NS = 250_000_000
"""Times less far apart are those of one service."""


def counts(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Tokens of prompt and completion. Which of them were cached depends on who asked before."""
    before, after = usage(recorded), usage(live)
    if before == Usage() or after == Usage():
        if before != after:
            kind = "usage_added" if before == Usage() else "usage_removed"
            yield Difference(kind, "usage", _told(before), _told(after))
        return
    for name in ("prompt", "completion"):
        if getattr(before, name) != getattr(after, name):
            pointer = f"{name} tokens"
            yield Difference("tokens_changed", pointer, str(getattr(before, name)), str(getattr(after, name)))


def latency(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Time to the first piece of a stream, and to the end."""
    if recorded.slices and live.slices:
        yield from _time("first piece", recorded.slices[0].ns, live.slices[0].ns)
    yield from _time("end", recorded.end_ns, live.end_ns)


def _time(pointer: str, before: int, after: int) -> Iterator[Difference]:
    if abs(after - before) < FLOOR_NS or max(before, after) < FACTOR * min(before, after):
        return
    kind = "slower" if after > before else "faster"
    yield Difference(kind, pointer, _ms(before), _ms(after))


def _ms(ns: int) -> str:
    return f"{ns / 1e6:,.0f} ms"


def _told(found: Usage) -> str | None:
    return None if found == Usage() else f"{found.prompt} + {found.completion} tokens"
