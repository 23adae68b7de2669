"""How much a reasoning model thinks before it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]

MEDIANS: Mapping[Effort, int] = {
    "none": 0,
    "minimal": 16,
    "low": 128,
    "medium": 320,
    "high": 768,
    "xhigh": 1536,
    "max": 3072,
}
"""Tokens that half of all answers do with."""
LOG_DEVIATION = 0.4
"""Of a log-normal distribution: nine in ten are within a factor of two of the median."""


def reasoning_tokens(rng: np.random.Generator, effort: Effort, unit: int = 1) -> int:
    """Tokens of thought before one answer: the nearest multiple of `unit`. Always one draw of `rng`."""
    drawn = rng.lognormal(0.0, LOG_DEVIATION) * MEDIANS[effort]
    return round(drawn / unit) * unit
