"""The GPUs that the workers of one deployment run on, as far as they can let them down."""

from __future__ import annotations

from typing import Protocol

from fakeai_proxy.catalog.architecture import Precision

from .gpu import GpuNode
from .pricing import Cost


class Hardware(Protocol):
    """What a fleet wants to know of its GPUs."""

    @property
    def changes(self) -> int:
        """Another number where any of the rest may be another."""
        ...

    def failed(self) -> tuple[int, ...]:
        """Workers that cannot go on, in order."""
        ...

    @property
    def strained(self) -> bool:
        """Whether `clock` may be anything but 1."""
        ...

    def clock(self, worker: int, at: float, cost: Cost) -> float:
        """The clock of a worker in a step of `cost` that begins `at`, as a share of what is usual."""
        ...


class Sound:
    """Nothing ever happens to them."""

    changes, strained = 0, False

    def failed(self) -> tuple[int, ...]:
        return ()

    def clock(self, worker: int, at: float, cost: Cost) -> float:
        return 1.0


class Machines:
    """Those of a node."""

    def __init__(self, node: GpuNode, workers: int, gpus: int, precision: Precision) -> None:
        """gpus: of each of the `workers`."""
        self._node, self._workers, self._gpus, self._precision = node, workers, gpus, precision

    @property
    def changes(self) -> int:
        return self._node.changes

    @property
    def strained(self) -> bool:
        return self._node.strained

    def failed(self) -> tuple[int, ...]:
        return self._node.failed(self._workers, self._gpus)

    def clock(self, worker: int, at: float, cost: Cost) -> float:
        return self._node.clock(worker, self._gpus, at, cost, self._precision)
