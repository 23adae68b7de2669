"""Events in another order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import Kind, WireEvent
from fakeai_proxy.faults.stream.picking import OfEvents, Picking

from .base import Mutation
from .numbering import InOrder


class SwapEvents(Mutation, OfEvents):
    """Two events that follow each other change places, at a rate.

    Only neighbours of the kind that is meant do. Sequence numbers of Responses are counted in the new order,
    unless `renumber` is false.
    """

    type: Literal["swap_events"] = "swap_events"
    kind: Kind = Field(default="output", description=OfEvents.model_fields["kind"].description)
    count: int | None = Field(default=None, ge=1, description="How many of them. Not given: all.")
    rate: float = Field(default=1.0, gt=0, le=1, description="The chance of each pair to be swapped.")
    renumber: bool = Field(default=True, description="Sequence numbers are counted anew.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(rate=round(float(rng.uniform(0.05, 0.5)), 2))

    def start(self, hit: Hit) -> Transform:
        swapping = Swapping(self, hit.rng)
        return InOrder(swapping) if self.renumber else swapping


class Swapping(Picking):
    """Holds the first of a pair until the second has passed, or something else comes."""

    def __init__(self, mutation: SwapEvents, rng: np.random.Generator) -> None:
        super().__init__(mutation)
        self._rate, self._rng = mutation.rate, rng
        self._held: WireEvent | None = None

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if self._held is not None:
            return (event, *self._release())
        if self._rng.random() >= self._rate:
            return (event,)
        self._held = event
        return ()

    def pass_by(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (*self._release(), event)

    def edit_rest(self, rest: bytes) -> Iterable[bytes]:
        return (*(event.raw for event in self._release()), rest)

    def _release(self) -> list[WireEvent]:
        held, self._held = self._held, None
        return [] if held is None else [held]
