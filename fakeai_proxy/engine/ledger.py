"""What a worker did to its GPUs, step by step: the one source of all their telemetry."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .pricing import Cost

STEP = 8
"""Numbers of a step: start, seconds, decoding, prefill tokens, and the four of its cost."""
MOVE = 6
"""Numbers of a transfer: start, seconds, and bytes by NVLink and by PCIe, sent and received."""
ROOM = 4096
"""Steps that are kept before they are handed on."""

Rows = NDArray[np.float64]


class Ledger:
    """The steps of one worker, in simulated seconds.

    `GpuNode.ledger` makes them. Append from one thread at a time; the node may take from another.
    """

    __slots__ = ("_full", "_limit", "_moves", "_steps")

    def __init__(self, full: Callable[[], None]) -> None:
        """full: called when ROOM steps are there; it is expected to `take` them."""
        self._steps, self._moves = array("d"), array("d")
        self._full, self._limit = full, ROOM * STEP

    def append(self, start: float, seconds: float, decoding: int, prefill_tokens: int, cost: Cost) -> None:
        """Note a step, or several alike that follow each other, when it is fixed.

        start, seconds: of all of them together; it may end in the future. decoding: sequences that write a
        token in each. prefill_tokens: those of one step. cost: of one step (the mean, if several).
        """
        steps = self._steps
        steps.extend(
            (start, seconds, decoding, prefill_tokens, cost.seconds, cost.dram, cost.tensor, cost.nvlink)
        )
        if len(steps) >= self._limit:
            self._full()

    def move(
        self,
        start: float,
        seconds: float,
        *,
        nvlink_sent: float = 0.0,
        nvlink_received: float = 0.0,
        pcie_sent: float = 0.0,
        pcie_received: float = 0.0,
    ) -> None:
        """Note a transfer beside the steps: keys and values that go to another worker or to host memory.

        Bytes are those of each GPU over the whole transfer. What an all-reduce sends is in `Cost.nvlink`.
        """
        if seconds > 0:
            self._moves.extend((start, seconds, nvlink_sent, nvlink_received, pcie_sent, pcie_received))

    def take(self) -> tuple[Rows, Rows]:
        """All steps (n x STEP) and transfers (n x MOVE) since the last call, which are then forgotten."""
        return _taken(self._steps, STEP), _taken(self._moves, MOVE)


def step_row(cost: Cost) -> Rows:
    """One step of that `cost` as a row of `Ledger.take`."""
    return np.array([[0.0, cost.seconds, 0, 0, cost.seconds, cost.dram, cost.tensor, cost.nvlink]])


def _taken(numbers: array[float], width: int) -> Rows:
    # Copy, then cut off what was copied: numbers that another thread appends in between stay.
    copied = numbers[:]
    del numbers[: len(copied)]
    return np.frombuffer(copied, np.float64).reshape(-1, width)
