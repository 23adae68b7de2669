"""How numbers are spread, however many there are."""

from __future__ import annotations

from math import ceil, log, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

RATIO = 1.01
"""From one bin to the next."""
LEAST, MOST = 1e-6, 1e6
"""Below and above, all is one bin."""
BINS = ceil(log(MOST / LEAST) / log(RATIO)) + 1


class Spread:
    """Positive numbers, counted in bins: quantiles are true to half a percent, mean and extremes exactly."""

    def __init__(self) -> None:
        self.counts: NDArray[np.int64] = np.zeros(BINS, np.int64)
        self.count, self.total = 0, 0.0
        self.least, self.most = np.inf, -np.inf

    def add(self, values: ArrayLike) -> None:
        """Count each of `values`."""
        numbers = np.asarray(values, np.float64)
        if not len(numbers):
            return
        bins = np.log(np.clip(numbers, LEAST, MOST) / LEAST) / log(RATIO)
        np.add.at(self.counts, bins.astype(np.intp), 1)
        self.count += len(numbers)
        self.total += float(numbers.sum())
        self.least = min(self.least, float(numbers.min()))
        self.most = max(self.most, float(numbers.max()))

    @property
    def mean(self) -> float:
        """nan where there are none."""
        return self.total / self.count if self.count else nan

    def quantile(self, share: float) -> float:
        """The number below which `share` (0..1) of them are; nan where there are none."""
        if not self.count:
            return nan
        rank = min(int(share * self.count), self.count - 1)
        reached = int(np.searchsorted(np.cumsum(self.counts), rank, "right"))
        return float(np.clip(LEAST * RATIO ** (reached + 0.5), self.least, self.most))
