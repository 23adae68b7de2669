"""The clock of everything simulated: seconds as the engine, the GPUs and the metrics count them."""

from __future__ import annotations

from threading import Lock  # noqa: TID251 - a lock starts no thread

from fakeai_proxy.core.clock import Clock


class SimTime:
    """Simulated seconds since the start. May be shared between threads.

    scale: wall seconds of one simulated second. At 0 nothing waits: the clock runs as the wall does, and
    jumps ahead by what was skipped.
    """

    def __init__(self, clock: Clock, scale: float = 1.0) -> None:
        if scale < 0:
            raise ValueError(f"time cannot go back (scale {scale})")
        self.scale = scale
        self._clock, self._origin, self._skipped = clock, clock.now(), 0.0
        self._lock = Lock()

    def now(self) -> float:
        """Simulated seconds since this clock was made; never goes back."""
        passed = self._clock.now() - self._origin
        return passed / self.scale if self.scale else passed + self._skipped

    def skip(self, seconds: float) -> None:
        """Let `seconds` pass that nobody waited for. Only at scale 0."""
        if self.scale:
            raise ValueError("only instant time can be skipped")
        with self._lock:
            self._skipped += seconds

    def wall(self, seconds: float) -> float:
        """Wall seconds that simulated `seconds` take."""
        return seconds * self.scale
