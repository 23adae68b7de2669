"""When each step of a reply is due at the client: those of a live one pass us while it still waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import isfinite

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Hold, Raw, Step, Wait

from .attempt import Ending

SILENCE = 0.1
"""Seconds without a byte after which leaving looks like a timeout."""
EARLY = 0.01
"""Seconds that a step may be ahead of its time: alarms of machines are not exact."""


class Delivery:
    """Fed with steps as they pass; `see` gets each one when it is due. Keeps those that are not."""

    def __init__(self, clock: Clock, see: Callable[[Step], None]) -> None:
        self._clock, self._see = clock, see
        self.at = self.last_at = self._due = clock.now()
        self.head_at: float | None = None
        self.silence = 0.0
        """Longest time in which nothing came, so far."""
        self.waited = 0.0
        """Seconds that the reply was told to wait, endless waits left out."""
        self.status = self.size = 0
        self._pending: deque[tuple[float, Step]] = deque()
        self._declared: int | None = None
        self._hold: Hold | None = None
        """Of the last wait that a fault put in."""
        self._ended: tuple[float, Ending] | None = None

    def feed(self, step: Step) -> None:
        now = self._clock.now()
        self._let_go(now)
        self._due = max(self._due, now)
        if isinstance(step, Wait) and not (step.hold and step.hold.over):
            self._hold = step.hold or self._hold
            self._due += step.seconds
            self.waited += step.seconds if isfinite(step.seconds) else 0
        elif not isinstance(step, Wait):
            self._pending.append((self._due, step))
        self._deliver(now)

    def close(self) -> None:
        """Nothing more will come; without an end that was due, the client has left."""
        now = self._clock.now()
        self._let_go(now)
        self._deliver(now + EARLY)
        self._pending.clear()
        if self._ended is None:
            self._ended = now, "timeout" if now - self.last_at >= SILENCE else "left"

    def ended(self) -> tuple[float, Ending]:
        """When and how; until now, where it did not."""
        return self._ended or (self._clock.now(), "open")

    def _let_go(self, now: float) -> None:
        """What a fault held up is due, where its experiment is over."""
        if self._hold and self._hold.over:
            self._hold, self._due = None, min(self._due, now)
            self._pending = deque((min(due, now), step) for due, step in self._pending)

    def _deliver(self, until: float) -> None:
        while self._pending and self._pending[0][0] <= until and self._ended is None:
            self._arrives(*self._pending.popleft())

    def _arrives(self, due: float, step: Step) -> None:
        match step:
            case Head(status):
                self.status, self.head_at = status, due
                self._declared = declared(step)
                self._comes(due)
            case Data(body) | Raw(body):
                self.size += len(body)
                self._comes(due)
            case End():
                short = self._declared is not None and self.size < self._declared
                self._ended = due, "cut" if short else "complete"
            case Abort():
                self._ended = due, "cut"
        self._see(step)

    def _comes(self, due: float) -> None:
        self.silence = max(self.silence, due - self.last_at)
        self.last_at = due


def declared(head: Head) -> int | None:
    """The content-length, None where there is none that is a number."""
    for name, value in head.headers:
        if name.lower() == "content-length" and value.isdecimal() and len(value) < 19:
            return int(value)
    return None
