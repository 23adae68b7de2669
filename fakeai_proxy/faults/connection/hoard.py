"""Connections that are held open while nothing comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Head, Hold, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault


class Hoard(ReplyFault):
    """Replies are held back, a few at a time, so that the client's pool runs out of connections.

    A reply counts as held until its exchange is over.
    """

    type: Literal["connection.hoard"] = "connection.hoard"
    n: int = Field(default=10, ge=1, le=10_000, description="How many are held at once; others pass.")
    hold: float = Field(default=60, gt=0, le=86_400, description="Seconds that each is held.")

    def start(self, hit: Hit) -> Transform:
        return Held(self, hit.memory.setdefault("held", set()), hit.hold)


class Held(Transform):
    """One reply among those that are `held`."""

    def __init__(self, hoard: Hoard, held: set[Held], hold: Hold) -> None:
        self.hoard, self.held, self.hold = hoard, held, hold

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head) and self.has_room():
            return (Wait(self.hoard.hold, self.hold), step)
        return (step,)

    def has_room(self) -> bool:
        self.held.add(self)
        if len(self.held) > self.hoard.n:  # asked after, so that two threads never take the last place both
            self.held.discard(self)
        return self in self.held

    def close(self) -> None:
        self.held.discard(self)
