"""A worker on its GPUs: its ledger, and the spans of it that are not yet summed up."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.engine.ledger import Ledger, Rows

from .load import WIDTH, move_spans, step_spans

LOAD_BYTES_S = 25e9
"""At which weights come over PCIe, to each GPU."""


@dataclass(slots=True, eq=False)
class Tenant:
    """One worker, from `since` until `until`."""

    ledger: Ledger
    cards: NDArray[np.intp]
    dram_weight: float
    since: float
    until: float = np.inf
    spans: Rows = field(default_factory=lambda: np.empty((0, WIDTH)))

    def collect(self) -> float:
        """Take what the ledger holds. The start of the last step (-inf: there is none)."""
        steps, moves = self.ledger.take()
        if len(moves):
            self.spans = np.concatenate((self.spans, move_spans(moves)))
        if not len(steps):
            return -np.inf
        self.spans = np.concatenate((self.spans, step_spans(steps, self.dram_weight)))
        return float(steps[-1, 0])

    def forget(self, before: float) -> None:
        """Drop spans that ended by then."""
        if len(self.spans):
            self.spans = self.spans[self.spans[:, 1] > before]
