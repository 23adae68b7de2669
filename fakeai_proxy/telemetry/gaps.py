"""Seconds between tokens: kept as they come, counted many at a time, and the last ones remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

GAP = np.dtype([("at", "<f8"), ("seconds", "<f8"), ("model", "<u2")])

Seconds = NDArray[np.float64]


class Gaps:
    """Not safe for threads."""

    def __init__(self, capacity: int) -> None:
        self.waiting = 0
        """Gaps that are not counted yet."""
        self._waiting: list[tuple[int, float, int, Seconds]] = []
        self._recent: list[NDArray[np.void]] = []
        self._capacity = capacity

    def append(self, group: int, at: float, model: int, seconds: Seconds) -> None:
        """`seconds` between the tokens of one reply that ended `at`."""
        self._waiting.append((group, at, model, seconds))
        self.waiting += len(seconds)

    def take(self) -> tuple[NDArray[np.int64], Seconds]:
        """The group and the seconds of each gap that was not counted yet; now they are."""
        if not self._waiting:
            return np.zeros(0, np.int64), np.zeros(0)
        groups, ends, models, seconds = zip(*self._waiting, strict=True)
        lengths = [len(some) for some in seconds]
        taken = np.zeros(sum(lengths), GAP)
        taken["at"], taken["model"] = np.repeat(ends, lengths), np.repeat(models, lengths)
        taken["seconds"] = np.concatenate(seconds)
        self._remember(taken)
        self._waiting, self.waiting = [], 0
        return np.repeat(np.array(groups, np.int64), lengths), taken["seconds"].copy()

    def since(self, at: float) -> NDArray[np.void]:
        """The gaps that were counted, of replies that ended at `at` or after; the last `capacity` of all."""
        recent = np.concatenate(self._recent or [np.zeros(0, GAP)])[-self._capacity :]
        return recent[np.searchsorted(recent["at"], at) :]

    def _remember(self, taken: NDArray[np.void]) -> None:
        self._recent.append(taken)
        kept = sum(map(len, self._recent))
        while kept - len(self._recent[0]) >= self._capacity:
            kept -= len(self._recent.pop(0))


def between(times: Sequence[float]) -> Seconds:
    """The gaps of `times`."""
    return np.diff(np.array(times, np.float64))
