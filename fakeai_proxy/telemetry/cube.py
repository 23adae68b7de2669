"""Sums over all rows there ever were, for each combination of some columns."""

from __future__ import annotations

from copy import copy
from operator import add
from typing import Generic, NamedTuple

import numpy as np

from .columns import Rows
from .keys import Key, pack, unpack


class Sums(NamedTuple):
    """Of the columns of the same names."""

    requests: float = 0.0
    """Rows."""
    prompt_tokens: float = 0.0
    cached_tokens: float = 0.0
    completion_tokens: float = 0.0
    reasoning_tokens: float = 0.0
    request_bytes: float = 0.0
    response_bytes: float = 0.0


class Cube(Generic[Key]):
    """Sums by key. It has as many cells as there are combinations that occurred."""

    def __init__(self, key: type[Key]) -> None:
        self._key: type[Key] = key
        self._cells: dict[int, Sums] = {}

    def add(self, rows: Rows) -> None:
        """Count `rows`."""
        found, where = np.unique(pack(rows, self._key), return_inverse=True)
        columns = [np.bincount(where)] + [np.bincount(where, rows[name]) for name in Sums._fields[1:]]
        for packed, *sums in zip(found.tolist(), *(column.tolist() for column in columns), strict=True):
            self._cells[packed] = Sums(*map(add, self._cells.get(packed, Sums()), sums))

    def cells(self) -> dict[Key, Sums]:
        """Every cell, in the order of their keys."""
        return {unpack(packed, self._key): sums for packed, sums in sorted(self._cells.items())}

    def copy(self) -> Cube[Key]:
        """As it is now."""
        copied = copy(self)
        copied._cells = dict(self._cells)
        return copied
