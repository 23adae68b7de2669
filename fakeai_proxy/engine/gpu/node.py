"""The GPUs of one machine: what the workers' ledgers say becomes power, heat and counters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog.architecture import Precision
from fakeai_proxy.engine.ledger import Ledger

from .settings import GpuSettings


class GpuNode:
    """`settings.gpu_count` cards. Times are simulated seconds. May be shared between threads.

    Worker `w` of a deployment runs on the GPUs `(w * gpus + j) % gpu_count`; loads of several add up.
    """

    def __init__(self, settings: GpuSettings, seed: int = 0) -> None:
        self.settings = settings

    def ledger(
        self, worker: int, gpus: int, at: float, *, weights: float = 0.0, precision: Precision = "bf16"
    ) -> Ledger:
        """A worker is there from `at` on, with a CUDA context on each of its GPUs: the ledger of its steps.

        weights: bytes on each GPU, which come over PCIe and stay until `release`; 0: not known.
        """
        raise NotImplementedError

    def release(self, ledger: Ledger, at: float) -> None:
        """The worker is gone: its memory is free, and no further steps come."""
        raise NotImplementedError

    def energy_joules(self, now: float) -> NDArray[np.float64]:
        """Energy that each GPU used up to `now`."""
        raise NotImplementedError

    def healthy(self, worker: int, gpus: int) -> bool:
        """Whether a worker can go on: no fault has stopped one of its GPUs."""
        raise NotImplementedError
