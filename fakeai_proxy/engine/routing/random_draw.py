"""Any worker, all equally likely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


def costs(
    asked: Asked, candidates: Sequence[Candidate], settings: KVCacheSettings, rng: np.random.Generator
) -> list[float]:
    """A lot for each."""
    lots: list[float] = rng.random(len(candidates)).tolist()
    return lots
