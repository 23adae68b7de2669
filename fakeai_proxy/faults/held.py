"""A transform that sleeps until its moment.

reply ─ step ─► passes, and is watched ... moment: NOW ─► transform ─ the rest of the reply ─► client
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Transform

from .base import Hit
from .pieces import data, waits
from .place import Place, place_of
from .when import When

Parts = tuple[tuple[Step, ...], tuple[Step, ...] | None]
"""Of a step what comes before the moment, and what after it; None: the moment has not come."""
NOW = Data(b"")
"""What a timed transform is fed first, when its moment has come. It never reaches the client."""


@runtime_checkable
class Watcher(Protocol):
    """A transform that looks at what passes before its moment."""

    def watch(self, step: Step) -> None:
        """`step` is sent as it is."""


def held(when: When, start: Callable[[], Transform], hit: Hit) -> Held:
    """Passes the steps of a reply until the moment `when`, then those of `start()` in place of them.

    `start` is called at once. At the moment the transform is fed NOW, then the rest of the reply; before, it
    hears of each step if it is a Watcher.
    """
    return Held(when, start(), hit)


class Held:
    """A Transform that sleeps until its moment."""

    def __init__(self, when: When, inner: Transform, hit: Hit) -> None:
        self.inner, self.struck = inner, False
        """struck: its moment came."""
        self._over = False
        self._when, self._hit = when, hit
        self._place: Place | None = None
        """None before the head."""
        self._watch = inner.watch if isinstance(inner, Watcher) else None
        self._head_at = self._waited = 0.0

    def feed(self, step: Step) -> Iterator[Step]:
        if self.struck:
            yield from self._fault(step)
            return
        if self._hit.hold.over:
            yield from self._kept()
            yield step
            return
        before, after = self._split(step)
        for passed in before:
            if self._watch:
                self._watch(passed)
            yield passed
        if after is not None:
            self.struck = True
            yield from self._fault(NOW, *after)

    def close(self) -> None:
        self.inner.close()

    def _kept(self) -> Iterator[Step]:
        """The moment will not come any more: what was kept to find it."""
        place, self._place = self._place, None
        if place:
            kept, more = place.rest()
            yield from data(kept, more or b"")

    def _fault(self, *steps: Step) -> Iterator[Step]:
        """What the fault makes of `steps`, up to where it ends the reply."""
        for step in steps:
            for made in () if self._over else self.inner.feed(step):
                if made is not NOW:
                    yield made
                if isinstance(made, Abort | End):
                    self._over = True
                    break

    def _split(self, step: Step) -> Parts:
        if isinstance(step, Head):
            self._head_at, self._place = self._hit.clock.now(), place_of(self._when, step)
            return (step,), () if self._when.with_head else None
        if self._place is None:
            return (step,), None
        if isinstance(step, Wait):
            return self._within(step)
        if self._late() and not isinstance(step, Abort):
            return (), (step,)
        return self._of_body(step, self._place)

    def _of_body(self, step: Step, place: Place) -> Parts:
        match step:
            case Data(body):
                return steps_of(*place.feed(body))
            case End():
                before, after = steps_of(*place.rest())
                if after is None and self._when.at != "end":
                    return (*before, step), None
                return before, (*(after or ()), step)
            case Abort():
                kept, more = place.rest()
                return (*steps_of(kept + (more or b""), None)[0], step), None
            case _:
                return (step,), None

    def _late(self) -> bool:
        """The milliseconds of the moment are over: by the clock of what arrives, by the waits of the rest."""
        elapsed = self._hit.clock.now() - self._head_at if self._hit.live else self._waited
        return self._when.after_ms is not None and elapsed * 1000 >= self._when.after_ms

    def _within(self, wait: Wait) -> Parts:
        """A wait, in two where the moment lies inside of it."""
        if self._when.after_ms is None or self._hit.live:
            return (wait,), None
        left = max(self._when.after_ms / 1000 - self._waited, 0.0)
        self._waited += wait.seconds
        if wait.seconds < left:
            return (wait,), None
        return waits(left, wait.hold), waits(wait.seconds - left, wait.hold)


def steps_of(before: bytes, after: bytes | None) -> Parts:
    """A split body as steps, none of them empty."""
    return data(before), None if after is None else data(after)
