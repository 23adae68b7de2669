"""The worker with the fewest active requests, whatever is cached."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


def costs(
    asked: Asked, candidates: Sequence[Candidate], settings: KVCacheSettings, rng: np.random.Generator
) -> list[float]:
    """Active requests."""
    return [float(one.active_requests) for one in candidates]
