"""What is judged: attempts, and how long one has looked."""

from __future__ import annotations

from dataclasses import dataclass

from .attempt import Attempt


@dataclass(frozen=True, slots=True)
class Observation:
    """Times are those of the attempts' clock."""

    attempts: tuple[Attempt, ...]
    since: float = 0.0
    until: float = 0.0
    """Nothing that came later is known."""
    over: bool = False
    """The client has ended: what it did not do by now it will not do."""
    forgotten: int = 0
    """Attempts that were dropped for those that came after."""
