"""Choice by cost and temperature, as NVIDIA Dynamo's router draws."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import exp

import numpy as np


def probabilities(costs: Sequence[float], temperature: float) -> list[float]:
    """softmax(-cost / ((max - min) * temperature)), temperature > 0; all the same where all costs are."""
    least, spread = min(costs), max(costs) - min(costs)
    if not spread:
        return [1 / len(costs)] * len(costs)
    weights = [exp((least - cost) / (spread * temperature)) for cost in costs]
    total = sum(weights)
    return [weight / total for weight in weights]


def drawn(chances: Sequence[float], rng: np.random.Generator) -> int:
    """A position, by its chance."""
    lot = rng.random()
    return next((at for at, reached in enumerate(accumulate(chances)) if lot < reached), len(chances) - 1)
