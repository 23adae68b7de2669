"""A synthetic load beside the requests, so that dashboards show something when nobody asks."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.engine.ledger import Rows

from .load import (
    BUSY,
    COLUMNS,
    DECODE_OCCUPANCY,
    DRAM,
    DRAM_POWER,
    DRAM_WEIGHT,
    OCCUPANCY,
    SM,
    TENSOR,
    WIDTH,
)

SLOT = 5.0
"""Seconds between two changes."""
CYCLE = 720
"""Slots after which the changes come again: an hour."""
SPREAD = 0.25
"""How far the load strays from the intensity, relative to it."""
DRAM_BUSY, TENSOR_BUSY, SM_BUSY = 0.55, 0.25, 0.93
"""What a busy GPU does: much decode, some prefill."""


class Background:
    """A load around `intensity` (0..1) for each of `gpus` cards, the same for the same seed."""

    def __init__(self, intensity: float, gpus: int, seed: int) -> None:
        self.intensity = intensity
        noise = rng_for(seed, b"gpu background").random((gpus, CYCLE)) * 2 - 1
        self._levels = np.clip(intensity * (1 + SPREAD * noise), 0, 1)

    def spans(self, gpu: int, start: float, end: float) -> Rows:
        """One span a slot (n x WIDTH), from the slot of `start` to that of `end`."""
        slots = np.arange(int(start // SLOT), int(end // SLOT) + 1)
        spans = np.empty((len(slots), WIDTH))
        spans[:, 0], spans[:, 1] = slots * SLOT, (slots + 1) * SLOT
        spans[:, 2:] = self._levels[gpu, slots % CYCLE, None] * _BUSY
        return spans


def _busy() -> Rows:
    load = np.zeros(COLUMNS)
    load[BUSY], load[DRAM], load[DRAM_POWER] = 1, DRAM_BUSY, DRAM_BUSY * DRAM_WEIGHT
    load[TENSOR], load[SM], load[OCCUPANCY] = TENSOR_BUSY, SM_BUSY, SM_BUSY * DECODE_OCCUPANCY
    return load


_BUSY = _busy()
