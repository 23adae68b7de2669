"""All GPUs at one moment, as arrays over the GPUs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.engine.hardware import Gpu
from fakeai_proxy.engine.ledger import Rows

from .errors import Errors
from .identity import Identity
from .state import ENERGY


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What can be read from the cards. Those that have fallen off the bus still have their entries."""

    at: float
    """Simulated seconds."""
    card: Gpu
    """What each of them is."""
    identities: tuple[Identity, ...]
    present: NDArray[np.bool_]
    """Whether it is on the bus: others show nothing."""
    power_w: Rows
    """Mean of the last second."""
    power_now_w: Rows
    gpu_c: Rows
    memory_c: Rows
    """nan where the card does not tell."""
    clock_mhz: Rows
    """Of the SMs; nan where not known."""
    reasons: NDArray[np.int64]
    """DCGM_CLOCKS_EVENT_REASON_* bits: why the clock is not higher."""
    rates: Rows
    """gpus x TOTALS (state.py): means over the last second, a second."""
    totals: Rows
    """gpus x TOTALS: sums since the start."""
    recent: Rows
    """gpus x TOTALS: sums over the last five minutes."""
    contexts: Rows
    """Processes on it."""
    limit_w: Rows
    used_mib: NDArray[np.int64]
    """Framebuffer that processes hold."""
    errors: Errors

    @property
    def energy_j(self) -> Rows:
        return self.totals[:, ENERGY]
