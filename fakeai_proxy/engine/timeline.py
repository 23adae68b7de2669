"""When the steps of a worker ended, as long as somebody may ask."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

SLACK = 4096
"""Ends that may be forgotten before it is worth doing so."""


class Timeline:
    """The end of every step, by its number: 0, 1, ... in simulated seconds, rising."""

    __slots__ = ("_ends", "_first", "count")

    def __init__(self) -> None:
        self._ends, self._first = array("d"), 0
        self.count = 0
        """Steps so far: the number of the next one."""

    def append(self, end: float) -> None:
        """The next step."""
        self._ends.append(end)
        self.count += 1

    def extend(self, ends: NDArray[np.float64]) -> None:
        """The next steps."""
        self._ends.frombytes(ends.tobytes())
        self.count += len(ends)

    def __getitem__(self, step: int) -> float:
        """The end of a step that is over or under way, and was not forgotten."""
        return self._ends[step - self._first]

    def between(self, first: int, stop: int) -> array[float]:
        """The ends of the steps `first` to `stop - 1`."""
        return self._ends[first - self._first : stop - self._first]

    def forget(self, before: int) -> None:
        """Nobody will ask for steps below `before`. Done only where there are many."""
        if (surplus := before - self._first) > SLACK:
            del self._ends[:surplus]
            self._first = before
