"""Answers that hold for a moment: who asks within it hears what was worked out for the first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from .clock import Clock

T = TypeVar("T")


class Moment:
    """Remembers only what still holds. Not safe for threads."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        """How long an answer holds: `seconds` after it was asked for."""
        self._clock, self._seconds = clock, seconds
        self._known: dict[Hashable, tuple[float, Any]] = {}

    def get(self, question: Hashable, make: Callable[[], T]) -> T:
        """The answer to `question`, by `make` where none holds."""
        now = self._clock.now()
        self._known = {key: known for key, known in self._known.items() if now < known[0] + self._seconds}
        if question not in self._known:
            self._known[question] = (now, make())
        answer: T = self._known[question][1]
        return answer
