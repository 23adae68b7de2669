"""Many timers for the price of one: asyncio's own cost 5 us each, and a stream sets one for every chunk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count

logger = logging.getLogger(__name__)

TOGETHER = 0.0005
"""Seconds within which all that are due ring in one turn of the event loop."""
LITTER = 256
"""Cancelled timers that may lie about before they are cleared away."""


class Timer:
    """Rings once, unless it is cancelled first."""

    __slots__ = ("ring",)

    def __init__(self, ring: Callable[[], None]) -> None:
        self.ring: Callable[[], None] | None = ring


class Timers:
    """Of one event loop. `due` is by its clock, `time.monotonic`."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._tickets = count()
        self._cancelled = 0
        self._handle: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._heap)

    def set(self, due: float, ring: Callable[[], None]) -> Timer:
        """Call `ring` when it is `due`, or half a millisecond earlier."""
        timer = Timer(ring)
        heappush(self._heap, (due, next(self._tickets), timer))
        if self._handle is None or due < self._handle.when():
            self._wind()
        return timer

    def cancel(self, timer: Timer) -> None:
        """It will not ring. Idempotent, also after it rang."""
        if timer.ring is None:
            return
        timer.ring = None
        self._cancelled += 1
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
        try:
            ring()
        except Exception:
            logger.exception("What a timer woke failed.")
