"""The reply stands still."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Head, Sign, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.held import NOW
from fakeai_proxy.faults.pieces import is_stream
from fakeai_proxy.faults.retiming import Retiming
from fakeai_proxy.faults.when import When

SIGNS = {"comments": b": keep-alive\n\n", "pings": b'event: ping\ndata: {"type": "ping"}\n\n'}
AT_MOST = 10_000
"""Signs of life in one stall."""


class Stall(ReplyFault):
    """The connection stays open and says nothing for a while, or for ever.

    - for ever: `{type: stream.stall}`
    - resumed in a burst: `{type: stream.stall, seconds: 20}` with `when: {after_tokens: 12}`
    - with signs of life, which reset the read timeouts of clients: `{type: stream.stall, seconds: 120,
      alive: comments, every: 15}`; `pings` are those of Anthropic
    - no first event: `when: {at: headers}`; `[DONE]`, but no end: `when: {at: end}`
    - then the connection closes, or the reply ends: `stream.cut` or `stream.end` before it, same moment

    When its experiment ends, so does the stall: what came meanwhile follows at once.
    """

    timed: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.stall"] = "stream.stall"
    seconds: float | None = Field(default=None, gt=0, le=86_400, description="How long. Not given: for ever.")
    alive: Literal["nothing", "comments", "pings"] = Field(
        default="nothing", description=f"What is sent meanwhile on a stream, at most {AT_MOST} times."
    )
    every: float = Field(default=15.0, ge=0.001, le=86_400, description="Seconds between two signs of life.")
    resume: Literal["burst", "late"] = Field(
        default="burst",
        description="What came meanwhile follows at once, as if the network had stood still (burst), or all "
        "is later at its own pace, as if the provider had (late).",
    )

    def start(self, hit: Hit) -> Transform:
        return Stalling(hit, self)


class Stalling(Retiming):
    def __init__(self, hit: Hit, stall: Stall) -> None:
        super().__init__(hit)
        self._stall, self._sign = stall, b""

    def watch(self, step: Step) -> None:
        if isinstance(step, Head) and is_stream(step):
            self._sign = SIGNS.get(self._stall.alive, b"")

    def place(self, step: Step) -> Iterator[Step]:
        if step is NOW:
            yield from self._stand(self._stall.seconds or inf)
        else:
            yield from super().place(step)

    def _stand(self, seconds: float) -> Iterator[Step]:
        until = self.now + seconds
        for _ in range(int(min(AT_MOST, seconds / self._stall.every)) if self._sign else 0):
            yield from self.until(self.due + self._stall.every)
            yield Sign(self._sign, self._hold)
        if seconds == inf:
            yield Wait(inf, self._hold)
            return
        yield from self.until(until)
        if self._stall.resume == "late":
            self.lag += seconds
