"""Many timers for the price of one: asyncio's own cost 5 us each, and a stream sets one for every chunk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from fakeai_proxy.core.steps import Hold

logger = logging.getLogger(__name__)

TOGETHER = 0.0005
"""Seconds within which all that are due ring in one turn of the event loop."""
LOOK = 0.05
"""Seconds between two looks whether what holds something up is over; shorter waits are not cut short."""
LITTER = 256
"""Cancelled timers that may lie about before they are cleared away."""


class Timer:
    """Rings once, unless it is cancelled first."""

    __slots__ = ("due", "ring")

    def __init__(self, due: float, ring: Callable[[], None]) -> None:
        self.due = due
        self.ring: Callable[[], None] | None = ring


class Timers:
    """Of one event loop. `due` is by its clock, `time.monotonic`."""

    def __init__(self, look: Callable[[], None] = lambda: None) -> None:
        """look: called before every look at what holds up timers, as long as there is any."""
        self._look = look
        self._held: dict[Timer, Hold] = {}
        self._looking: asyncio.TimerHandle | None = None
        self._heap: list[tuple[float, int, Timer]] = []
        self._tickets = count()
        self._cancelled = 0
        self._handle: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._heap)

    def set(self, due: float, ring: Callable[[], None], hold: Hold | None = None) -> Timer:
        """Call `ring` when it is `due`, or half a millisecond earlier; or soon after `hold` is over.

        Where it is due at infinity, never but for that.
        """
        timer, loop = Timer(due, ring), asyncio.get_running_loop()
        if hold and due - loop.time() > LOOK:
            self._held[timer] = hold
            self._looking = self._looking or loop.call_later(LOOK, self._let_go)
        if due < inf:
            heappush(self._heap, (due, next(self._tickets), timer))
            if self._handle is None or due < self._handle.when():
                self._wind()
        return timer

    def cancel(self, timer: Timer) -> None:
        """It will not ring. Idempotent, also after it rang."""
        if timer.ring is None:
            return
        timer.ring = None
        self._held.pop(timer, None)
        self._cancelled += timer.due < inf
        if self._cancelled > LITTER and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2].ring]
            heapify(self._heap)
            self._cancelled = 0

    def _wind(self) -> None:
        """Wake with the first that is due."""
        if self._handle:
            self._handle.cancel()
        loop = asyncio.get_running_loop()
        self._handle = loop.call_at(self._heap[0][0], self._strike) if self._heap else None

    def _strike(self) -> None:
        heap, until = self._heap, asyncio.get_running_loop().time() + TOGETHER
        due = []
        while heap and heap[0][0] <= until:
            due.append(heappop(heap)[2])
        for timer in due:
            self._ring(timer)
        self._handle = None
        self._wind()

    def _ring(self, timer: Timer) -> None:
        ring, timer.ring = timer.ring, None
        if ring is None:
            self._cancelled -= 1
            return
        self._held.pop(timer, None)
        self._call(ring)

    def _let_go(self) -> None:
        """Ring those whose hold is over."""
        self._call(self._look)
        for timer in [timer for timer, hold in self._held.items() if hold.over]:
            if ring := timer.ring:
                self.cancel(timer)
                self._call(ring)
        again = asyncio.get_running_loop().call_later
        self._looking = again(LOOK, self._let_go) if self._held else None

    @staticmethod
    def _call(ring: Callable[[], None]) -> None:
        try:
            ring()
        except Exception:
            logger.exception("What a timer woke failed.")
