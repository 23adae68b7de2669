"""What has gone wrong with each card: counters, XIDs, health. All zero until a fault is injected."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

XIDS_KEPT = 1000
SURVIVORS = ("DCGM_FI_DEV_ECC_SBE_AGG_", "DCGM_FI_DEV_ECC_DBE_AGG_", "DCGM_FI_DEV_BANKS_REMAP_")
SURVIVING = ("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS")
"""Counters that the card itself keeps: a reset does not clear them."""


@dataclass(slots=True)
class Errors:
    """Of `gpus` cards."""

    gpus: int
    counts: dict[str, Counts] = field(default_factory=dict)
    """Field name to what was added to it, for each card."""
    last_xid: Counts = field(init=False)
    xids: deque[tuple[float, int, int]] = field(default_factory=lambda: deque(maxlen=XIDS_KEPT))
    """When, on which card, which: the newest last."""
    health: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    """Card and what is watched to the error's code and its level: 10 warns, 20 has failed."""
    stopped: dict[int, bool] = field(default_factory=dict)
    """Cards that no worker can use; True: only workers that need its links to others cannot."""

    def __post_init__(self) -> None:
        self.last_xid = np.zeros(self.gpus, np.int64)

    def count(self, name: str, card: int, by: int) -> None:
        self.counts.setdefault(name, np.zeros(self.gpus, np.int64))[card] += by

    def xid(self, number: int, card: int, at: float) -> None:
        self.last_xid[card] = number
        self.xids.append((at, card, number))

    def reset(self, card: int) -> None:
        """The card was reset: what only the driver counts is gone, and a row to remap is remapped."""
        for name, counts in self.counts.items():
            if not name.startswith(SURVIVORS) and name not in SURVIVING:
                counts[card] = 0
        self.last_xid[card] = 0
        self.stopped.pop(card, None)
        for watched in [key for key in self.health if key[0] == card]:
            del self.health[watched]

    def copy(self) -> Errors:
        other = Errors(self.gpus, {name: counts.copy() for name, counts in self.counts.items()})
        other.last_xid, other.xids = self.last_xid.copy(), self.xids.copy()
        other.health, other.stopped = dict(self.health), dict(self.stopped)
        return other
