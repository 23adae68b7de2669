"""Limits of how many requests run at once, and of how fast they become more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Reply, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.dialects import Figures, reply_of, written
from fakeai_proxy.faults.http.answer import ProviderFault, changed

KEPT = 100_000
"""Arrivals that are remembered."""


class Concurrency(ProviderFault, ReplyFault):
    """429 to requests that arrive while `active` others are being answered."""

    type: Literal["limit.concurrency"] = "limit.concurrency"
    active: int = Field(default=10, ge=0, description="Requests that may be under way at once.")

    def answer(self, hit: Hit) -> Reply | None:
        running = len(under_way(hit))
        if running < self.active:
            return None
        figures = Figures(limit=max(1, self.active), used=running, requested=1, retry=1)
        error = written(self.provider(hit), "concurrency_limit", hit, figures)
        return reply_of(replace(error, headers=changed(error.headers, self.headers)))

    def start(self, hit: Hit) -> Transform:
        return Running(under_way(hit))


def under_way(hit: Hit) -> set[object]:
    """Those of the rule that are being answered."""
    found: set[object] = hit.memory.setdefault("running", set())
    return found


class Running:
    """One reply, from its start until it is over or the client left."""

    def __init__(self, running: set[object]) -> None:
        self._running = running
        running.add(self)

    def feed(self, step: Step) -> Iterable[Step]:
        return (step,)

    def close(self) -> None:
        self._running.discard(self)


class Acceleration(ProviderFault):
    """429 slow_down to requests that become more too fast: over `factor` times those of the window before.

    The first `free` requests of a window always pass.
    """

    type: Literal["limit.acceleration"] = "limit.acceleration"
    window: float = Field(default=10, gt=0, le=3600, description="Seconds that are compared.")
    factor: float = Field(default=2, ge=1, le=1000, description="Growth from window to window that passes.")
    free: int = Field(
        default=5, ge=0, le=10_000, description="Requests of a window that pass whatever was before."
    )

    def answer(self, hit: Hit) -> Reply | None:
        now = hit.clock.now()
        arrivals: deque[float] = hit.memory.setdefault("arrivals", deque(maxlen=KEPT))
        while arrivals and arrivals[0] <= now - 2 * self.window:
            arrivals.popleft()
        recent = sum(1 for at in arrivals if at > now - self.window)
        if recent < max(self.free, self.factor * (len(arrivals) - recent)):
            arrivals.append(now)
            return None
        error = written(self.provider(hit), "slow_down", hit, Figures(retry=self.window))
        return reply_of(replace(error, headers=changed(error.headers, self.headers)))
