"""A request that was counted against limits."""

from __future__ import annotations

from typing import NamedTuple


class Ticket(NamedTuple):
    """What it takes to correct the count when the answer is over."""

    caller: bytes
    """Its key and model."""
    tier: str
    asked: int
    """Tokens."""
