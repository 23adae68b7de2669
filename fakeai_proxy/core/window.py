"""Sliding windows: a limit counts what was used within its last seconds, and lets it go slice by slice.

level(t) = limit - what was used in (t - seconds, t]        to a sixtieth of the window
"""

from __future__ import annotations

import math
from collections import deque

from .bucket import ROUNDING, Limit, Standing

SLICES = 60
"""Of one window: what falls into one of them is let go at once."""


class Window:
    """One limit, to be asked as a `Bucket` is. Nothing is used at first."""

    __slots__ = ("_slices", "_used", "limit")

    def __init__(self, limit: Limit, now: float) -> None:
        self.limit, self._used = limit, 0.0
        self._slices: deque[tuple[float, float]] = deque()
        """When each slice that is not empty will be let go, and how much was used in it."""

    def level(self, now: float) -> float:
        """What is left at `now` (monotonic seconds)."""
        while self._slices and self._slices[0][0] <= now:
            self._used -= self._slices.popleft()[1]
        return self.limit.amount - self._used

    def add(self, amount: float, now: float) -> None:
        """Give back, of what was used first; or take where `amount` is negative."""
        self.level(now)
        if amount >= 0:
            self._give_back(amount)
            return
        width = self.limit.seconds / SLICES
        over = (math.floor(now / width) + 1) * width + self.limit.seconds - width
        before = self._slices.pop()[1] if self._slices and self._slices[-1][0] >= over else 0.0
        self._slices.append((over, before - amount))
        self._used -= amount

    def _give_back(self, amount: float) -> None:
        while amount > 0 and self._slices:
            over, used = self._slices.popleft()
            back = min(used, amount)
            self._used, amount = self._used - back, amount - back
            if used > back:
                self._slices.appendleft((over, used - back))

    def wait(self, amount: float, now: float) -> float:
        """Seconds until `amount` fits: 0 now, infinity never."""
        if amount > self.limit.amount:
            return math.inf
        left = self.level(now)
        if left >= amount - ROUNDING:
            return 0.0
        for over, used in self._slices:
            left += used
            if left >= amount - ROUNDING:
                return over - now
        return self.limit.seconds

    def standing(self, now: float) -> Standing:
        """What headers tell."""
        left = max(0, math.floor(self.level(now) + ROUNDING))
        return Standing(self.limit, left, self._slices[-1][0] - now if self._slices else 0.0)
