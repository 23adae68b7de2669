"""How values are spread over buckets, for each group of rows."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .buckets import Buckets
from .keys import Group, unpack


class Spread(NamedTuple):
    """Of one group."""

    counts: NDArray[np.int64]
    """Values in each bucket, not cumulative; the last holds what is above all bounds."""
    sum: float

    def plus(self, other: Spread) -> Spread:
        return Spread(self.counts + other.counts, self.sum + other.sum)


class Histogram:
    """Counts by group and bucket, fine enough for several sets of bounds."""

    def __init__(self, *bounds: Buckets) -> None:
        self._bounds = np.array(sorted({float(bound) for some in bounds for bound in some}))
        self._cells: dict[int, Spread] = {}

    def add(self, groups: NDArray[np.int64], where: NDArray[np.intp], values: NDArray[np.float64]) -> None:
        """Count `values`; those that are nan are none.

        groups: distinct packed groups; where: the place in it of each value's.
        """
        known = np.isfinite(values)
        if not known.all():
            values, where = values[known], where[known]
        width = len(self._bounds) + 1
        places = where * width + np.searchsorted(self._bounds, values)
        counts = np.bincount(places, minlength=len(groups) * width).reshape(len(groups), width)
        sums = np.bincount(where, values, minlength=len(groups))
        for packed, *spread in zip(groups.tolist(), counts, sums.tolist(), strict=True):
            added, before = Spread(*spread), self._cells.get(packed)
            self._cells[packed] = before.plus(added) if before else added

    def spreads(self, bounds: Buckets) -> dict[Group, Spread]:
        """Of every group that has values, in their order, over `bounds`: one of those it was made for."""
        starts = [0, *(np.searchsorted(self._bounds, bounds) + 1)]
        return {
            unpack(packed, Group): Spread(np.add.reduceat(spread.counts, starts), spread.sum)
            for packed, spread in sorted(self._cells.items(), key=itemgetter(0))
            if spread.counts.any()
        }

    def copy(self) -> Histogram:
        """As it is now."""
        copied = copy(self)
        copied._cells = dict(self._cells)
        return copied


def merged(spreads: Iterable[Spread], buckets: Buckets) -> Spread:
    """All of `spreads` as one."""
    total = Spread(np.zeros(len(buckets) + 1, np.int64), 0.0)
    for spread in spreads:
        total = total.plus(spread)
    return total
