"""The only module below `proxy` that may look at a clock."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds, twice: `now` for durations, `wall` for dates."""

    def now(self) -> float:
        """Monotonic seconds from an arbitrary origin."""

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC."""


class SystemClock:
    """The machine's clocks."""

    def now(self) -> float:
        return time.monotonic()

    def wall(self) -> float:
        return time.time()


class ManualClock:
    """A clock that moves when told to; for tests and for virtual time."""

    def __init__(self, start: float = 0.0, wall: float = 1_700_000_000.0) -> None:
        self._now, self._origin = start, wall - start

    def now(self) -> float:
        return self._now

    def wall(self) -> float:
        return self._origin + self._now

    def advance(self, seconds: float) -> None:
        """Move forward; going back is refused."""
        if seconds < 0:
            raise ValueError(f"a clock cannot go back ({seconds} s)")
        self._now += seconds
