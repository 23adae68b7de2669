"""Paced replies start and end a few at a time, so that those under way get their chunks in between.

300 replies that arrive together would all start in one turn of the event loop, which takes 30 ms and sends no
chunk meanwhile, and all end in another.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

WIDTH = 16
"""Starts and ends in one turn of the event loop: about 2 ms."""


class Turnstile:
    """First come, first served."""

    def __init__(self, width: int = WIDTH) -> None:
        self.width, self.passed = width, 0
        self.waiting: deque[Callable[[], None]] = deque()

    def enter(self, later: Callable[[], None]) -> bool:
        """Whether to go on now. If not, `later` is called in the turn of the loop that is its own."""
        if self.waiting or self.passed >= self.width:
            self.waiting.append(later)
            return False
        self._count()
        return True

    def _count(self) -> None:
        if not self.passed:
            asyncio.get_running_loop().call_soon(self._turn)
        self.passed += 1

    def _turn(self) -> None:
        self.passed = 0
        for _ in range(min(self.width, len(self.waiting))):
            self._count()
            self.waiting.popleft()()
