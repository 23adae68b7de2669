"""How something is to be said: what instructions in plain words come to."""

from __future__ import annotations

import re
from typing import NamedTuple


class Manner(NamedTuple):
    """Factors of speed and of pitch."""

    pace: float = 1.0
    height: float = 1.0


PLAIN = Manner()
MANNERS: tuple[tuple[re.Pattern[str], Manner], ...] = (
    (re.compile(r"\b(slow\w*|unhurried|leisurely|measured|deliberate\w*)\b"), Manner(pace=0.8)),
    (re.compile(r"\b(fast\w*|quick\w*|rapid\w*|brisk\w*|urgent\w*|hurried\w*)\b"), Manner(pace=1.2)),
    (re.compile(r"\b(excit\w*|cheer\w*|happ\w*|enthus\w*|joy\w*|energetic\w*)\b"), Manner(1.06, 1.12)),
    (re.compile(r"\b(sad\w*|calm\w*|sooth\w*|sleepy|serious\w*|solemn\w*|mourn\w*)\b"), Manner(0.92, 0.92)),
    (re.compile(r"\b(deep\w*|low|husky|gruff)\b"), Manner(height=0.85)),
    (re.compile(r"\b(high\w*|squeaky|childlike|child)\b"), Manner(height=1.2)),
)


def manner_of(instructions: str) -> Manner:
    """The words that are known, all together; each group counts once."""
    told = instructions.lower()
    manner = PLAIN
    for pattern, one in MANNERS:
        if pattern.search(told):
            manner = Manner(manner.pace * one.pace, manner.height * one.height)
    return manner
