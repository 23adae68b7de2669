"""Seconds between tokens: kept as they come, counted many at a time, and the last ones remembered."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GAP = np.dtype([("at", "<f8"), ("seconds", "<f8"), ("model", "<u2")])

Seconds = NDArray[np.float64]
NONE: Seconds = np.zeros(0)


class Block(NamedTuple):
    """The gaps of several replies."""

    ends: NDArray[np.float64]
    models: NDArray[np.uint16]
    lengths: NDArray[np.intp]
    """Gaps of each reply."""
    seconds: Seconds


class Gaps:
    """Not safe for threads."""

    def __init__(self, capacity: int) -> None:
        self.waiting = 0
        """Gaps that are not counted yet."""
        self._waiting: list[tuple[int, float, int, Seconds]] = []
        self._recent: deque[Block] = deque()
        self._kept, self._capacity = 0, capacity

    def append(self, group: int, at: float, model: int, seconds: Seconds) -> None:
        """`seconds` between the tokens of one reply that ended `at`."""
        self._waiting.append((group, at, model, seconds))
        self.waiting += len(seconds)

    def take(self) -> tuple[NDArray[np.int64], NDArray[np.intp], Seconds]:
        """What was not counted yet, and now is: distinct groups, the place in them of each gap, the gaps."""
        if not self._waiting:
            return np.zeros(0, np.int64), np.zeros(0, np.intp), np.zeros(0)
        groups, ends, models, seconds = zip(*self._waiting, strict=True)
        lengths = np.array([len(some) for some in seconds])
        block = Block(np.array(ends), np.array(models, np.uint16), lengths, np.concatenate(seconds))
        self._remember(block)
        self._waiting, self.waiting = [], 0
        distinct, where = np.unique(np.array(groups, np.int64), return_inverse=True)
        return distinct, np.repeat(where, lengths), block.seconds

    def since(self, at: float) -> NDArray[np.void]:
        """The gaps that were counted, of replies that ended at `at` or after; the last `capacity` of all."""
        blocks = [block for block in self._recent if block.ends[-1] >= at]
        found = np.zeros(sum(len(block.seconds) for block in blocks), GAP)
        if blocks:
            found["at"] = np.concatenate([np.repeat(block.ends, block.lengths) for block in blocks])
            found["model"] = np.concatenate([np.repeat(block.models, block.lengths) for block in blocks])
            found["seconds"] = np.concatenate([block.seconds for block in blocks])
        found = found[-self._capacity :]
        return found[np.searchsorted(found["at"], at) :]

    def _remember(self, block: Block) -> None:
        self._recent.append(block)
        self._kept += len(block.seconds)
        while self._kept - len(self._recent[0].seconds) >= self._capacity:
            self._kept -= len(self._recent.popleft().seconds)


def between(times: Sequence[float]) -> Seconds:
    """The gaps of `times`."""
    if len(times) < 2:
        return NONE
    at = np.array(times, np.float64)
    gaps: Seconds = at[1:] - at[:-1]  # half the time of np.diff
    return gaps
