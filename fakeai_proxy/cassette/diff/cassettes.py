"""Compares two cassettes, or two recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fakeai_proxy.cassette.recording import Recording

from .compare import compare
from .difference import Difference
from .pairing import Side, pairs, title
from .request import request


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one recording; without differences it is the same."""

    title: str
    before: str | None
    """Names of the recordings; None where there is none."""
    after: str | None
    differences: tuple[Difference, ...]

    @property
    def what(self) -> str:
        """`added`, `removed`, `changed` or `same`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.differences else "same"


def differing(before: Side, after: Side, tick: Callable[[], None] = lambda: None) -> Iterator[Change]:
    """Every recording of both, also what is the same. Two recordings at a time in memory.

    Raises ValueError where a body is damaged, or the rules of redaction are not known.
    """
    for one, other in pairs(before, after, tick):
        was = before.tape.recording(one) if one else None
        became = after.tape.recording(other) if other else None
        yield change(was, became)


def change(before: Recording | None, after: Recording | None) -> Change:
    """Of one recording; at least one of both is there."""
    if before and after:
        found = (*request(before, after), *compare(before.answered, after.answered))
        return Change(title(before), before.uid, after.uid, found)
    if before:
        return Change(title(before), before.uid, None, (Difference("recording_removed", title(before)),))
    assert after
    return Change(title(after), None, after.uid, (Difference("recording_added", title(after)),))
