"""Events that are lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import Kind, WireEvent
from fakeai_proxy.faults.stream.order import Dropping
from fakeai_proxy.faults.stream.picking import OfEvents

from .base import Mutation
from .numbering import InOrder


class DropEvents(Mutation, OfEvents):
    """Events of a stream are left out, at a rate.

    What the other events say stays: the usage counts the lost words too. Sequence numbers of Responses are
    counted as if nothing were missing, unless `renumber` is false.
    """

    type: Literal["drop_events"] = "drop_events"
    kind: Kind = Field(default="output", description=OfEvents.model_fields["kind"].description)
    count: int | None = Field(default=None, ge=1, description="How many of them. Not given: all.")
    rate: float = Field(default=1.0, gt=0, le=1, description="The chance of each of them to be lost.")
    renumber: bool = Field(default=True, description="Sequence numbers are counted anew.")

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(rate=round(float(rng.uniform(0.05, 0.5)), 2))

    def start(self, hit: Hit) -> Transform:
        thinning = Thinning(self, hit.rng)
        return InOrder(thinning) if self.renumber else thinning


class Thinning(Dropping):
    def __init__(self, mutation: DropEvents, rng: np.random.Generator) -> None:
        super().__init__(mutation)
        self._rate, self._rng = mutation.rate, rng

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return super().pick(event) if self._rng.random() < self._rate else (event,)
