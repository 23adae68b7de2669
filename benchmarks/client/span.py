"""How much came on one connection, and how fast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Span:
    """From the first send, in seconds, to the end of what was counted last."""

    start: float
    end: float = 0.0
    count: int = 0

    def add(self, count: int, end: float) -> None:
        self.count += count
        self.end = end

    @property
    def rate(self) -> float:
        """A second. In a closed loop nothing but the server passes time between a send and an end."""
        return self.count / (self.end - self.start)
