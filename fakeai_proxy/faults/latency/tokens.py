"""The tokens of a stream come slowly."""

from __future__ import annotations

from math import inf
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.events import WireEvent, says_output
from fakeai_proxy.faults.retiming import EventRetiming

from .distribution import Delay, Distribution


class SlowTokens(ReplyFault):
    """The time between two tokens (ITL) grows by a delay, drawn for each.

    `{type: latency.tokens, delay: {kind: normal, mean_ms: 80, sd_ms: 20}}`; a slow tail by the rule's
    `when: {after_tokens: 90}`.
    """

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True

    type: Literal["latency.tokens"] = "latency.tokens"
    delay: Delay = Field(description="Milliseconds, or a distribution of them.")

    def start(self, hit: Hit) -> Transform:
        return Slowed(hit, self.delay)


class Pace(ReplyFault):
    """Tokens come a factor slower, or no faster than a rate.

    - `{type: latency.pace, factor: 5}`
    - `{type: latency.pace, tokens_per_second: 8}`
    - a slow tail: `when: {after_tokens: 90}`. `when: {after_fraction: 0.9}` is the last tenth exactly,
      but the stream is kept back until it is complete.
    """

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True

    type: Literal["latency.pace"] = "latency.pace"
    factor: float | None = Field(
        default=None, ge=1, le=10_000, description="How many times the time between two tokens."
    )
    tokens_per_second: float | None = Field(
        default=None, ge=0.001, le=100_000, description="At most so many tokens a second."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Pace:
        if (self.factor is None) == (self.tokens_per_second is None):
            raise ValueError("exactly one of factor and tokens_per_second is needed")
        return self

    def start(self, hit: Hit) -> Transform:
        if self.tokens_per_second is not None:
            return Metered(hit, 1 / self.tokens_per_second)
        return Stretched(hit, self.factor or 1)


class Slowed(EventRetiming):
    """Every token is later, and all after it."""

    def __init__(self, hit: Hit, delay: Distribution) -> None:
        super().__init__(hit)
        self._rng, self._delay = hit.rng, delay

    def meet(self, event: WireEvent) -> None:
        if says_output(event):
            self.lag += self._delay.seconds(self._rng)


class Stretched(EventRetiming):
    """`factor` times the time between two tokens."""

    def __init__(self, hit: Hit, factor: float) -> None:
        super().__init__(hit)
        self._factor = factor
        self._last: float | None = None

    def meet(self, event: WireEvent) -> None:
        if says_output(event):
            gap = 0.0 if self._last is None else self.now - self._last
            self.lag, self._last = self.lag + (self._factor - 1) * gap, self.now


class Metered(EventRetiming):
    """At least `gap` seconds between two tokens."""

    def __init__(self, hit: Hit, gap: float) -> None:
        super().__init__(hit)
        self._gap, self._last = gap, -inf

    def meet(self, event: WireEvent) -> None:
        if says_output(event):
            self.earliest = self._last = max(self.now, self._last + self._gap)
