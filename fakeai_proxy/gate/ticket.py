"""A request that was counted against limits."""

from __future__ import annotations

from typing import NamedTuple

from fakeai_proxy.core.bucket import Limit


class Ticket(NamedTuple):
    """What it takes to correct the count when the answer is over."""

    caller: bytes
    """Its key and model, or its project and model where that has limits of its own."""
    tier: str
    asked: int
    """Tokens."""
    limits: tuple[Limit, ...]
    """That it is counted against."""
