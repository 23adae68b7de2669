"""What was counted of faults that were injected on purpose, by label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Counts = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class ChaosCounts:
    """Since the start; nothing where there are no experiments."""

    injected: Counts = field(default_factory=dict)
    """By experiment, rule and fault."""
    skipped: Counts = field(default_factory=dict)
    """By experiment and why."""
    decisions: Counts = field(default_factory=dict)
    """By experiment and result."""
    active: Counts = field(default_factory=dict)
    """By experiment: replies with a fault that are under way."""
    overflow: Counts = field(default_factory=dict)
    """By experiment: hits that came to nothing since too many were active."""
    under_way: Counts = field(default_factory=dict)
    """By experiment: 1 while it runs, 0 when it is over."""
