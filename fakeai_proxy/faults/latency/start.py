"""The reply begins late: as a whole, its head, or its first token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.events import WireEvent, says_output
from fakeai_proxy.faults.retiming import EventRetiming, Retiming

from .distribution import Delay


class SlowRequest(ReplyFault):
    """All of the reply is later, at its own pace, as if the request had been long on its way.

    `{type: latency.request, delay: {kind: lognormal, median_ms: 400, sigma: 0.8, max_ms: 10000}}`
    """

    type: Literal["latency.request"] = "latency.request"
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    def start(self, hit: Hit) -> Transform:
        return Late(hit, self.delay.seconds(hit.rng))


class SlowHeaders(ReplyFault):
    """The head is late (TTFB). What comes meanwhile follows it at once, in a burst.

    `{type: latency.headers, delay: 2000}`
    """

    type: Literal["latency.headers"] = "latency.headers"
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    def start(self, hit: Hit) -> Transform:
        return HeadHeld(hit, self.delay.seconds(hit.rng))


class SlowFirstToken(ReplyFault):
    """The head comes in time, the first token late (TTFT), and what follows keeps its pace from there.

    `{type: latency.first_token, delay: {kind: uniform, min_ms: 500, max_ms: 3000}}`
    """

    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True

    type: Literal["latency.first_token"] = "latency.first_token"
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    def start(self, hit: Hit) -> Transform:
        return FirstTokenHeld(hit, self.delay.seconds(hit.rng))


class SlowEnd(ReplyFault):
    """All bytes are there in time; the end of the message, and of its connection, is late.

    `{type: latency.end, delay: 500}`
    """

    type: Literal["latency.end"] = "latency.end"
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    def start(self, hit: Hit) -> Transform:
        return EndHeld(hit, self.delay.seconds(hit.rng))


class Delayed(Retiming):
    def __init__(self, hit: Hit, seconds: float) -> None:
        super().__init__(hit)
        self.seconds = seconds


class Late(Delayed):
    """The head and all after it."""

    def place(self, step: Step) -> Iterator[Step]:
        if isinstance(step, Head):
            self.lag += self.seconds
        return super().place(step)


class HeadHeld(Delayed):
    """The head alone."""

    def place(self, step: Step) -> Iterator[Step]:
        if isinstance(step, Head):
            self.earliest = self.now + self.seconds
        return super().place(step)


class EndHeld(Delayed):
    """The end alone."""

    def place(self, step: Step) -> Iterator[Step]:
        if isinstance(step, End):
            self.lag += self.seconds
        return super().place(step)


class FirstTokenHeld(EventRetiming):
    """The first token and all after it."""

    def __init__(self, hit: Hit, seconds: float) -> None:
        super().__init__(hit)
        self.seconds = seconds

    def meet(self, event: WireEvent) -> None:
        if says_output(event):
            self.lag, self.seconds = self.lag + self.seconds, 0.0
