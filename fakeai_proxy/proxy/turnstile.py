"""Replies start and end a few at a time, so that paced ones under way get their chunks in between.

300 replies that arrive together would all be made in one turn of the event loop, which takes 100 ms and sends
no chunk meanwhile, start in another, and end in a third.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

WIDTH = 16
"""Starts and ends in one turn of the event loop: about 2 ms."""
ANSWER = 4
"""As many starts take as long as making a reply."""


class Turnstile:
    """First come, first served."""

    def __init__(self, width: int = WIDTH) -> None:
        self.width, self.passed = width, 0
        self.waiting: deque[tuple[Callable[[], None], int]] = deque()
        self.pacing = 0
        """Paced replies under way."""

    def free(self, weight: int = 1) -> bool:
        """Whether to go on now, without waiting for a turn otherwise."""
        if self.waiting or self.passed >= self.width:
            return False
        self._count(weight)
        return True

    def enter(self, later: Callable[[], None], weight: int = 1) -> bool:
        """The same; but if not, `later` is called in the turn of the loop that is its own."""
        if self.free(weight):
            return True
        self.waiting.append((later, weight))
        return False

    async def turn(self, weight: int) -> None:
        """Wait for a turn."""
        mine = asyncio.Event()
        if not self.enter(mine.set, weight):
            await mine.wait()

    def _count(self, weight: int) -> None:
        if not self.passed:
            asyncio.get_running_loop().call_soon(self._turn)
        self.passed += weight

    def _turn(self) -> None:
        self.passed = 0
        while self.waiting and self.passed < self.width:
            later, weight = self.waiting.popleft()
            self._count(weight)
            later()
