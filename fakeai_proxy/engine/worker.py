"""One replica of an engine: its steps, one after the other, each priced when it begins.

    ... ── over ──┬── under way ──┬── planned ──┬── planned ──┬── ...
                  │      now      │             │             │
                  who takes part, and when it ends, is a fact; what is only planned, an arrival cancels

A step becomes a fact when somebody asks for a moment at or after its beginning: live, when the first of its
streams is pulled; offline, when virtual time comes there. Whoever arrives meanwhile joins the next one. As
long as nothing can change but by an arrival, many steps are planned at once.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .block_pool import BlockPool
from .ledger import Ledger
from .pricing import Cost, Pricing
from .scheduler import Chunks, Scheduler
from .sequence import Sequence
from .settings import EngineSettings
from .tally import Tally
from .throttle import NOTHING as NO_DECODING
from .throttle import throttled
from .timeline import Timeline

MANY, FEW = 4096, 32
"""Steps that are planned at once, at most; and where clocks are not steady."""
NOTHING: NDArray[np.float64] = np.empty(0)

Listener = Callable[[Sequence, float], None]
"""Told of a sequence, and of a simulated second."""


class Worker:
    """Times are simulated seconds. Not thread-safe: the cluster's lock is around it."""

    def __init__(
        self,
        pricing: Pricing,
        settings: EngineSettings,
        pool: BlockPool,
        ledger: Ledger,
        began: Listener,
        ended: Listener,
        clock: Callable[[float, Cost], float | None] = lambda at, cost: None,
    ) -> None:
        """began: a sequence's first token will come at that second. ended: its last one came.

        clock: that of its GPUs in a step that begins then, as a share of the usual; None: nothing is amiss.
        """
        self.pool, self.ledger = pool, ledger
        self.timeline, self.tally = Timeline(), Tally()
        self.scheduler = Scheduler(settings, pool, self.timeline)
        self.end = 0.0
        """Of the step under way, or of the latest."""
        self._pricing, self._began, self._ended, self._clock = pricing, began, ended, clock
        self._coming: list[tuple[float, int, Sequence]] = []
        self._tickets = count()
        self._plan, self._fixed = NOTHING, 0
        """Ends of the steps planned at once, and how many of them are facts."""
        self._cost = Cost(0.0)

    def advance(self, now: float, *, changing: bool = False) -> None:
        """Let every step that begins by `now` become a fact. Going back changes nothing.

        changing: but for one that begins at `now` itself, which somebody is about to join or to leave.
        """
        while True:
            if self._fixed < len(self._plan):
                self._fix(now, "left" if changing else "right")
            if self._fixed < len(self._plan) or self.end > now:
                return
            self._land()
            if not self._next(now, changing):
                return

    def enqueue(self, sequence: Sequence) -> None:
        """It waits from `sequence.ready` on, which is no earlier than where `advance` went."""
        heappush(self._coming, (sequence.ready, next(self._tickets), sequence))
        if not self.scheduler.waiting:  # else somebody is before it, for whom there is no place either
            self._cancel()

    def leave(self, sequence: Sequence) -> None:
        """Its client is gone. The step under way goes on as it began."""
        coming = [entry for entry in self._coming if entry[2] is not sequence]
        if len(coming) < len(self._coming):
            self._coming = coming
            heapify(coming)
        else:
            self.scheduler.remove(sequence)
            self._cancel()

    def replan(self) -> None:
        """Its GPUs are not what they were: of the steps planned, none is certain that has not begun."""
        self._cancel()

    def fail(self) -> list[Sequence]:
        """Its memory is lost. All that it had to do, and does no more; a step that began is still done."""
        self._cancel()
        self._land()
        scheduler = self.scheduler
        lost = [*scheduler.decoding, *scheduler.prefilling, *scheduler.waiting]
        for sequence in lost:
            scheduler.remove(sequence)
        lost += [sequence for _, _, sequence in sorted(self._coming)]
        self._coming = []
        self.pool.wipe()
        return lost

    @property
    def idle(self) -> bool:
        """Nobody runs or waits."""
        return self.scheduler.idle and not self._coming

    @property
    def waiting(self) -> int:
        """Jobs in the queue."""
        return len(self.scheduler.waiting) + len(self._coming)

    @property
    def next_event(self) -> float:
        """When it has to be advanced next for all that ends to be noticed; inf: it has nothing to do."""
        if self._fixed < len(self._plan):
            return float(self._plan[-1])
        if not self.scheduler.idle:
            return self.end
        return max(self._coming[0][0], self.end) if self._coming else inf

    def _cancel(self) -> None:
        self._plan = self._plan[: self._fixed]

    def _fix(self, now: float, side: Literal["left", "right"]) -> None:
        """Those of the planned steps that begin before `now`, or (right) at it, are facts."""
        fixed = min(int(self._plan.searchsorted(now, side)) + 1, len(self._plan))
        if (steps := fixed - self._fixed) > 0:
            start, width = self.end, self.scheduler.width
            self.end = float(self._plan[fixed - 1])
            self.timeline.extend(self._plan[self._fixed : fixed])
            self._fixed = fixed
            self.scheduler.grow()
            self.ledger.append(start, self.end - start, width, 0, self._cost)
            self.tally.steps_of(width, steps, self.end - start, written=width * steps)

    def _land(self) -> None:
        self.pool.advance(self.end)
        for sequence in self.scheduler.land():
            self._ended(sequence, self.end)
        self.timeline.forget(self.scheduler.oldest())

    def _next(self, now: float, changing: bool) -> bool:
        """Plan what follows the step that is over; False if nothing begins by `now`."""
        scheduler, coming = self.scheduler, self._coming
        start = self.end
        if scheduler.idle:
            if not coming:
                return False
            start = max(start, coming[0][0])
        if start > now or (changing and start == now):
            return False
        self.end = start
        while coming and coming[0][0] <= self.end:
            scheduler.waiting.append(heappop(coming)[2])
        chunks = scheduler.schedule(self.end)
        steps = 1 if chunks else min(scheduler.calm(), MANY)
        if steps > 1:
            self._plan_many(steps)
        else:
            self._do_one(chunks)
        return True

    def _plan_many(self, steps: int) -> None:
        """Only decoding, until somebody ends or comes."""
        scheduler = self.scheduler
        context = scheduler.context(self.timeline.count)
        seconds, self._cost = self._pricing.decode(scheduler.width, context, steps)
        if (clock := self._clock(self.end, self._cost)) is not None:
            usual, self._cost = self._cost, throttled(self._cost, clock, self._cost)
            seconds = seconds[:FEW] * (self._cost.seconds / usual.seconds)
        plan = self.end + np.cumsum(seconds)
        if self._coming and self._coming[0][0] < plan[-1]:
            plan = plan[: int(plan.searchsorted(self._coming[0][0])) + 1]
        self._plan, self._fixed = plan, 0

    def _do_one(self, chunks: Chunks) -> None:
        """One step, with prefill or without; a fact at once."""
        scheduler, step, start = self.scheduler, self.timeline.count, self.end
        width, prefill = scheduler.width, sum(chunk.new for _, chunk in chunks)
        cost = self._pricing.step(width, scheduler.context(step), [chunk for _, chunk in chunks])
        if (clock := self._clock(start, cost)) is not None:
            decoding = self._pricing.step(width, scheduler.context(step), ()) if width else NO_DECODING
            cost = throttled(cost, clock, decoding)
        written = sum(sequence.width * sequence.stride(step) for sequence in scheduler.decoding)
        self.end = start + cost.seconds
        self.timeline.append(self.end)
        self.ledger.append(start, cost.seconds, width, prefill, cost)
        for sequence, chunk in chunks:
            if scheduler.prefilled(sequence, chunk.new, step):
                written += sequence.width * sequence.stride(step)
                self._began(sequence, self.end)
        self.tally.steps_of(width + prefill, 1, cost.seconds, prefilled=prefill, written=written)
