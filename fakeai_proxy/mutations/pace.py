"""Time, stretched and compressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from fakeai_proxy.core.steps import Data, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.retiming import Retiming

from .base import ReplyMutation

FACTORS = (0.1, 0.5, 2.0, 5.0)


class Pace(ReplyMutation):
    """All takes longer, or less long: waits times a factor, up to the first byte of the body and after it.

    A live reply cannot be sooner than it comes: there a factor below 1 changes nothing.
    """

    reads_content: ClassVar[bool] = False
    example: ClassVar[Mapping[str, Any]] = {"first": 2, "between": 0.5}

    type: Literal["pace"] = "pace"
    first: float = Field(
        default=1.0, ge=0, le=1e6, description="The time to the first byte of the body times this."
    )
    between: float = Field(default=1.0, ge=0, le=1e6, description="The times after it times this.")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.first == self.between == 1:
            raise ValueError("one of first and between is needed")
        return self

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        first, between = (FACTORS[int(one)] for one in rng.integers(len(FACTORS), size=2))
        return cls(first=first, between=between)

    def start(self, hit: Hit) -> Transform:
        return Stretching(self, hit) if hit.live else Scaling(self)


class Scaling:
    """A Transform of what is made here, whose time is that of its waits."""

    def __init__(self, mutation: Pace) -> None:
        self._mutation, self._factor = mutation, mutation.first

    def feed(self, step: Step) -> Iterator[Step]:
        if isinstance(step, Wait):
            yield replace(step, seconds=step.seconds * self._factor) if step.seconds else step
            return
        yield step
        if isinstance(step, Data):
            self._factor = self._mutation.between

    def close(self) -> None:
        """Nothing is held."""


class Stretching(Retiming):
    """The same of what arrives, whose time is the clock's."""

    def __init__(self, mutation: Pace, hit: Hit) -> None:
        super().__init__(hit)
        self._mutation = mutation
        self._first: float | None = None
        """When the first byte of the body came."""

    def place(self, step: Step) -> Iterator[Step]:
        if self._first is None and isinstance(step, Data):
            self._first = self.now
        first = self.now if self._first is None else self._first
        late = first * (self._mutation.first - 1) + (self.now - first) * (self._mutation.between - 1)
        self.lag = max(late, 0.0)
        yield from super().place(step)
