"""Replies are slow while much is going on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from fakeai_proxy.core.steps import Data, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.retiming import Retiming

from .distribution import Delay, Distribution


class Load(ReplyFault):
    """Time to the head and between the pieces of the body grows with the replies that are under way.

    A reply alone keeps its pace; with `full` replies of the rule at a time everything takes `factor` times as
    long, and in between it is linear: 1 + (factor - 1) * (replies - 1) / (full - 1), as llm-d-inference-sim
    has it. `{type: latency.load, factor: 4, full: 32}`
    """

    type: Literal["latency.load"] = "latency.load"
    factor: float = Field(ge=1, le=1000, description="How many times the time, under full load.")
    full: int = Field(ge=2, le=100_000, description="Replies at a time that are full load.")

    def start(self, hit: Hit) -> Transform:
        return Crowded(hit, self.factor, self.full)


class Spikes(ReplyFault):
    """Now and then, for a while, replies are slow.

    The head, and every piece of the body, is late by a delay if it comes within a spike. The first spike
    begins with the first request that the rule hits.
    `{type: latency.spikes, every_s: 60, for_s: 5, delay: {kind: uniform, min_ms: 200, max_ms: 900}}`
    """

    type: Literal["latency.spikes"] = "latency.spikes"
    every_s: float = Field(
        gt=0, le=86_400, description="Seconds from the start of a spike to that of the next."
    )
    for_s: float = Field(gt=0, le=86_400, description="Seconds that a spike lasts.")
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    @model_validator(mode="after")
    def _shorter(self) -> Spikes:
        if self.for_s > self.every_s:
            raise ValueError(f"for_s ({self.for_s:g}) is more than every_s ({self.every_s:g})")
        return self

    def start(self, hit: Hit) -> Transform:
        return Spiked(hit, self.every_s, self.for_s, self.delay)


class Crowded(Retiming):
    """Counts itself among the replies under way until it is closed."""

    def __init__(self, hit: Hit, factor: float, full: int) -> None:
        super().__init__(hit)
        self._factor, self._full, self._last = factor, full, 0.0
        self._all: set[int] = hit.memory.setdefault("replies", set())
        self._all.add(id(self))

    def place(self, step: Step) -> Iterator[Step]:
        if isinstance(step, Head | Data):
            more = (self._factor - 1) * (len(self._all) - 1) / (self._full - 1)
            self.lag += more * (self.now - self._last)
            self._last = self.now
        return super().place(step)

    def close(self) -> None:
        self._all.discard(id(self))


class Spiked(Retiming):
    def __init__(self, hit: Hit, every: float, lasting: float, delay: Distribution) -> None:
        super().__init__(hit)
        self._hit, self._every, self._lasting, self._delay = hit, every, lasting, delay
        self._first: float = hit.memory.setdefault("first", hit.clock.now())

    def place(self, step: Step) -> Iterator[Step]:
        within = (self._hit.clock.now() - self._first) % self._every < self._lasting
        if within and isinstance(step, Head | Data):
            self.lag += self._delay.seconds(self._hit.rng)
        return super().place(step)
