"""A routing policy is a cost function: the lowest cost takes the request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


class Costs(Protocol):
    """Pure but for what it draws."""

    def __call__(
        self,
        asked: Asked,
        candidates: Sequence[Candidate],
        settings: KVCacheSettings,
        rng: np.random.Generator,
    ) -> list[float]:
        """One finite cost for each candidate, or inf for those that are out of the question."""
        ...


class Policy(NamedTuple):
    """One row of ROUTERS."""

    costs: Costs
    unit: str
    """What a cost is, in a word or two."""
    tempered: bool = False
    """Whether `temperature` softens the choice."""
