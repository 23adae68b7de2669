"""What was used, minute by minute, by all that it can be grouped by: exact sums, in a bounded table."""

from __future__ import annotations

from operator import add
from typing import NamedTuple

import numpy as np

from .columns import OUTCOMES, Rows
from .names import NONE_CODE

CELLS = 50_000
"""Of the table; beyond that minutes become hours, hours become days, and the oldest days are forgotten."""
HOUR, DAY = 60, 1440
"""Minutes."""


class Use(NamedTuple):
    """By what it is summed: a time, and numbers of names as in the columns."""

    minute: int
    """Since 1970: that in which the exchange ended."""
    endpoint: int
    model: int
    user: int
    project: int
    batch: int
    service_tier: int
    image_size: int
    image_source: int
    vector_store: int
    search_context: int
    scope: int


class Amounts(NamedTuple):
    """Sums of the columns of the same names."""

    requests: float = 0.0
    """Rows."""
    prompt_tokens: float = 0.0
    cached_tokens: float = 0.0
    completion_tokens: float = 0.0
    input_audio_tokens: float = 0.0
    output_audio_tokens: float = 0.0
    images: float = 0.0
    audio_seconds: float = 0.0
    characters: float = 0.0
    web_searches: float = 0.0
    file_searches: float = 0.0
    code_sessions: float = 0.0

    def plus(self, other: Amounts) -> Amounts:
        return Amounts(*map(add, self, other))


class Ledger:
    """Not safe for threads."""

    def __init__(self, cells: int = CELLS) -> None:
        """cells: most that are kept."""
        self._cells: dict[Use, Amounts] = {}
        self._most = cells

    def add(self, rows: Rows) -> None:
        """Count `rows`, each given once; those that failed, or used nothing, count for nothing."""
        rows = rows[used(rows)]
        if not len(rows):
            return
        columns = [(rows["wall"] // 60).astype(np.int64), *(rows[name] for name in Use._fields[1:])]
        where = np.zeros(len(rows), np.int64)
        for column in columns:
            if (column != column[0]).any():
                values, codes = np.unique(column, return_inverse=True)
                where = np.unique(where * len(values) + codes, return_inverse=True)[1]
        _, first, where = np.unique(where, return_index=True, return_inverse=True)
        keys = zip(*(column[first].tolist() for column in columns), strict=True)
        sums = [np.bincount(where), *(np.bincount(where, rows[name]) for name in Amounts._fields[1:])]
        for key, *amounts in zip(keys, *(column.tolist() for column in sums), strict=True):
            self._count(Use(*key), Amounts(*amounts))
        self._shrink()

    def cells(self) -> dict[Use, Amounts]:
        """As they are now."""
        return dict(self._cells)

    def _count(self, use: Use, amounts: Amounts) -> None:
        self._cells[use] = self._cells.get(use, Amounts()).plus(amounts)

    def _shrink(self) -> None:
        """Make room, with half of it to spare, so that it is seldom done."""
        for step in (HOUR, DAY):
            if len(self._cells) > self._most:
                cells, self._cells = self._cells, {}
                for use, amounts in cells.items():
                    self._count(use._replace(minute=use.minute // step * step), amounts)
        if len(self._cells) > self._most:
            latest = sorted(self._cells, reverse=True)[: self._most // 2]
            self._cells = {use: self._cells[use] for use in reversed(latest)}


def used(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `rows` are told of: answers of a model, and searches."""
    asked = (rows["model"] != NONE_CODE) | (rows["file_searches"] > 0)
    told: np.ndarray[tuple[int], np.dtype[np.bool_]] = asked & (rows["outcome"] != OUTCOMES.index("error"))
    return told
