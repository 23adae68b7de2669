"""The line is slow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Data, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.retiming import Retiming

PER_SECOND, AT_MOST = 20, 1000
"""Pieces that a body comes in: of so much time each, and at most so many of one step."""


class Bandwidth(ReplyFault):
    """The body comes no faster than the line lets it, whatever it is.

    `{type: latency.bandwidth, kib_per_second: 4}`
    """

    timed: ClassVar[bool] = True

    type: Literal["latency.bandwidth"] = "latency.bandwidth"
    kib_per_second: float = Field(gt=0, le=1_048_576, description="Of this stream alone, in 1024 bytes.")

    def start(self, hit: Hit) -> Transform:
        return Line(hit, self.kib_per_second * 1024)


class Line(Retiming):
    """Bytes one after the other, each when the line has carried it."""

    def __init__(self, hit: Hit, rate: float) -> None:
        """rate: bytes a second."""
        super().__init__(hit)
        self._rate = rate

    def place(self, step: Step) -> Iterator[Step]:
        if not isinstance(step, Data) or not step.body:
            yield from super().place(step)
            return
        size = max(1, int(self._rate / PER_SECOND), -(-len(step.body) // AT_MOST))
        for at in range(0, len(step.body), size):
            piece = step.body[at : at + size]
            self.earliest = max(self.now, self.earliest) + len(piece) / self._rate
            yield from super().place(Data(piece))
