"""The less loaded of two workers drawn at random (Mitzenmacher, 2001): nearly as even, and nobody herds."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


def costs(
    asked: Asked, candidates: Sequence[Candidate], settings: KVCacheSettings, rng: np.random.Generator
) -> list[float]:
    """Active requests of the two that were drawn, inf for the others."""
    drawn = _pair(len(candidates), rng)
    return [float(one.active_requests) if at in drawn else inf for at, one in enumerate(candidates)]


def _pair(count: int, rng: np.random.Generator) -> tuple[int, int]:
    """Two different numbers below `count`; one twice, where there is only one."""
    if count == 1:
        return 0, 0
    first, second = int(rng.integers(count)), int(rng.integers(count - 1))
    return first, second + (second >= first)
