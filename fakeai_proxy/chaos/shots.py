"""When a rule hits: its trigger at work."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from .draw import drawn
from .meeting import Meeting
from .trigger import Ramp, Trigger, since

SUBJECTS = 65_536
"""Clients, conversations or requests that are counted apart; the oldest are forgotten first."""


class Now(NamedTuple):
    """A moment of an experiment."""

    elapsed: float
    """Seconds since its start."""
    wall: float
    """Of the epoch."""


class Tallies:
    """How often each subject was counted. Not safe for threads."""

    def __init__(self, limit: int = SUBJECTS) -> None:
        self._counts: OrderedDict[bytes, int] = OrderedDict()
        self._limit = limit

    def next(self, subject: bytes) -> int:
        """0 for the first time, then 1, 2, ..."""
        number = self._counts.pop(subject, 0)
        self._counts[subject] = number + 1
        if len(self._counts) > self._limit:
            self._counts.popitem(last=False)
        return number


@dataclass(slots=True)
class Draws:
    """The draws of one request: rules that exclude each other share one, and part it among them."""

    name: bytes
    """Of the experiment."""
    seed: int
    meeting: Meeting
    ordinal: int
    taken: dict[str, float] = field(default_factory=dict)
    """The part of each kind of draw that earlier rules have taken."""
    last: float | None = None
    """What was drawn last."""

    def hit(self, per: str, share: float, alone: bytes | None) -> bool:
        """Whether the draw falls into a part of `share`; alone: the rule that draws for itself."""
        parts = (per.encode(), self._subject(per))
        if alone is not None:
            self.last = drawn(self.seed, self.name, b"rule", alone, *parts)
            return self.last < share
        self.last, begin = drawn(self.seed, self.name, b"rules", *parts), self.taken.get(per, 0.0)
        self.taken[per] = begin + share
        return begin <= self.last < begin + share

    def _subject(self, per: str) -> bytes:
        if per == "request":
            return self.meeting.drawn_for + self.ordinal.to_bytes(8, "little")
        return subject_of(self.meeting, per)


def subject_of(meeting: Meeting, per: str) -> bytes:
    """Whose counter it is."""
    match per:
        case "client":
            return meeting.client
        case "session":
            return meeting.session
        case "fingerprint":
            return meeting.subject
        case _:
            return b""


class Shots:
    """The trigger of one rule, and what it remembers. Not safe for threads."""

    def __init__(self, trigger: Trigger) -> None:
        self.trigger, self.hits = trigger, 0
        self._tallies, self._fired = Tallies(), 0

    def hit(self, meeting: Meeting, now: Now, draw: Callable[[str, float], bool]) -> bool:
        """Whether it hits `meeting`; draw: by whom and for what share."""
        trigger = self.trigger
        if trigger.max is not None and self.hits >= trigger.max:
            return False
        if trigger.window is not None and not trigger.window.open_at(now.elapsed, now.wall):
            return False
        if trigger.percent is not None:
            percent = trigger.percent
            share = percent.at(now.elapsed) if isinstance(percent, Ramp) else percent
            return draw(trigger.subject, share / 100)
        if trigger.schedule is not None:
            return self._due(now)
        return self._counted(self._tallies.next(subject_of(meeting, trigger.subject)))

    def _counted(self, number: int) -> bool:
        trigger = self.trigger
        if trigger.once_per is not None:
            return number == 0
        if trigger.first is not None:
            return number < trigger.first
        if trigger.every is not None:
            return (number + 1) % trigger.every == 0
        if trigger.nth is not None:
            return number + 1 in trigger.nth
        return trigger.burst is None or number % trigger.burst.of < trigger.burst.length

    def _due(self, now: Now) -> bool:
        moments = self.trigger.schedule or ()
        due = sum(since(one, now.elapsed, now.wall) >= 0 for one in moments)
        if due > self._fired:
            self._fired += 1
            return True
        return False
