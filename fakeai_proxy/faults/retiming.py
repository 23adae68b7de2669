"""Steps of one reply, each given its time anew: never earlier than it was, and with the same content."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from fakeai_proxy.core.steps import Abort, Data, End, Hold, Step, Wait

from .base import Hit
from .events import Framer, WireEvent
from .held import NOW
from .pieces import data

NANOSECOND = 1e-9


class Retiming:
    """A Transform that keeps the time of a reply: seconds since it began here.

    The waits of a reply we make are its time. The time of one that arrives is the clock's, which goes on
    while something waits here. Once the experiment is over nothing is later than it comes.
    """

    def __init__(self, hit: Hit) -> None:
        self._clock = hit.clock if hit.live else None
        self._began, self._hold = hit.clock.now(), hit.hold
        self.now = 0.0
        """When the step at hand would be sent if nothing were changed."""
        self.due = 0.0
        """When the last step was sent."""
        self.lag = 0.0
        """How much later everything is sent from here on."""
        self.earliest = 0.0
        """When the step at hand is sent if not later."""

    def feed(self, step: Step) -> Iterator[Step]:
        if self._clock:
            at = self._clock.now() - self._began
            self.now, self.due = max(self.now, at), max(self.due, at)
        yield from self._wait(step) if isinstance(step, Wait) else self.place(step)

    def place(self, step: Step) -> Iterator[Step]:
        """`step` with the waits before it; subclasses say how late."""
        yield from self.until(max(self.now + self.lag, self.earliest))
        yield step

    def until(self, when: float, hold: Hold | None = None) -> Iterator[Step]:
        """A wait until `when`, unless that is past; hold: on whose account it was waited before."""
        if when - self.due > NANOSECOND and not self._hold.over:
            late = when - self.now > NANOSECOND
            wait, self.due = Wait(when - self.due, self._hold if late else hold), when
            yield wait

    def close(self) -> None:
        """Nothing is held."""

    def _wait(self, wait: Wait) -> Iterator[Step]:
        if isinf(wait.seconds) or not wait.seconds or self._hold.over:
            yield wait
            return
        self.now += wait.seconds
        yield from self.until(self.now + self.lag, wait.hold)


class EventRetiming(Retiming):
    """The same event by event: those that came together may go apart, and one that is incomplete is held."""

    def __init__(self, hit: Hit) -> None:
        super().__init__(hit)
        self._framer = Framer()

    def meet(self, event: WireEvent) -> None:
        """`event` is about to be sent: subclasses set `lag` or `earliest`."""

    def place(self, step: Step) -> Iterator[Step]:
        match step:
            case Data(body) if step is not NOW:
                for piece in self._framer.feed(body):
                    if isinstance(piece, WireEvent):
                        self.meet(piece)
                    yield from super().place(Data(piece.raw if isinstance(piece, WireEvent) else piece))
            case End() | Abort():
                yield from data(self._framer.rest())
                yield from super().place(step)
            case _:
                yield from super().place(step)
