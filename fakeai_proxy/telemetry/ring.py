"""The last rows, in one block of memory that grows to its capacity and then goes round."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from .columns import PACKED, ROW, Rows, within

FIRST = 32_768
"""Rows of the block at the start, 4.7 MB: what there is of memory then is what there will be."""


class Ring:
    """Rows by number: the n-th ever written is row n - 1. Not safe for threads."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.written = 0
        """Rows there ever were."""
        self._rows: Rows = np.empty(min(FIRST, capacity), ROW)
        self._rows.view(np.uint8)[:] = 0  # here, and not page by page as rows come
        self._bytes = memoryview(self._rows.view(np.uint8).data)

    @property
    def oldest(self) -> int:
        """The number of the first row that is still here."""
        return max(0, self.written - self.capacity)

    def append(self, values: Sequence[Any]) -> None:
        """Write one row, in the order of COLUMNS. A number that is too large for its column is cut."""
        place = self.written % self.capacity
        if place >= len(self._rows):
            self._grow()
        try:
            PACKED.pack_into(self._bytes, place * ROW.itemsize, *values)
        except struct.error:
            PACKED.pack_into(self._bytes, place * ROW.itemsize, *within(values))
        self.written += 1

    def slice(self, start: int, stop: int) -> Rows:
        """A copy of rows `start` to `stop`, as far as they are still here."""
        start = max(start, self.oldest)
        first, count = start % self.capacity, max(0, stop - start)
        before, after = self._rows[first : first + count], self._rows[: max(0, first + count - self.capacity)]
        return np.concatenate((before, after))

    def rows(self, since: float | None = None) -> Rows:
        """A copy of all rows in their order; only those that ended at `since` or after."""
        start = self.oldest if since is None else self._first(since)
        return self.slice(start, self.written)

    def _first(self, since: float) -> int:
        """The number of the first row that ended at `since` or after: times rise with numbers."""
        low, high = self.oldest, self.written
        while low < high:
            middle = (low + high) // 2
            if self._rows["at"][middle % self.capacity] < since:
                low = middle + 1
            else:
                high = middle
        return low

    def _grow(self) -> None:
        size = len(self._rows)
        grown = np.zeros(min(2 * size, self.capacity), ROW)
        grown[:size] = self._rows
        self._rows, self._bytes = grown, memoryview(grown.view(np.uint8).data)
