"""By what rows are summed: some of their columns, packed into one integer so that numpy can sort them."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .columns import Rows

BITS = {
    "model": 9,
    "endpoint": 8,
    "worker": 11,
    "source": 3,
    "outcome": 2,
    "status": 10,
    "error": 7,
    "finish": 3,
    "streamed": 1,
    "batch": 1,
}
"""Enough for the largest number that each column holds, one more for the worker, which begins at -1."""


class Exchanges(NamedTuple):
    """All exchanges, as clients saw them. Numbers of names, as in the columns."""

    model: int
    endpoint: int
    source: int
    outcome: int
    status: int
    error: int
    streamed: int
    batch: int


class Served(NamedTuple):
    """What the workers of the cluster were given."""

    model: int
    worker: int
    outcome: int
    finish: int


class Group(NamedTuple):
    """Of one histogram."""

    model: int
    worker: int
    """-1: none."""
    source: int


Key = TypeVar("Key", Exchanges, Served, Group)


def pack(rows: Rows, key: type[Key]) -> NDArray[np.int64]:
    """One integer for each row, equal where all columns of `key` are."""
    packed = np.zeros(len(rows), np.int64)
    for name in key._fields:
        column = rows[name].astype(np.int64) + (name == "worker")
        packed = packed << BITS[name] | np.minimum(column, 2 ** BITS[name] - 1)
    return packed


def group_of(model: int, worker: int, source: int) -> int:
    """One Group, packed."""
    return (model << BITS["worker"] | worker + 1) << BITS["source"] | source


def unpack(packed: int, key: type[Key]) -> Key:
    """What `pack` packed."""
    values = []
    for name in reversed(key._fields):
        values.append((packed & (1 << BITS[name]) - 1) - (name == "worker"))
        packed >>= BITS[name]
    return key(*reversed(values))
