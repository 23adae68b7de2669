"""Everything since the start, folded from rows: counters and histograms are views over it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import buckets as b
from .columns import Rows
from .cube import Cube
from .gaps import Seconds
from .histogram import Histogram, Spread
from .keys import Exchanges, Group, Served, pack, unpack
from .values import VALUES

HISTOGRAMS: Mapping[str, tuple[b.Buckets, ...]] = {
    "ttft": (b.TTFT, b.FRONTEND_TTFT, b.ROUNDTRIP, b.OWN_TIME),
    "itl": (b.ITL, b.FRONTEND_ITL, b.OWN_TIME),
    "tpot": (b.ITL, b.FRONTEND_ITL),
    "duration": (b.LATENCY, b.FRONTEND_DURATION, b.WORK, b.OWN_TIME),
    **dict.fromkeys(("queue", "prefill", "decode", "inference"), (b.LATENCY,)),
    "prompt_tokens": (b.TOKENS, b.FRONTEND_INPUT),
    "completion_tokens": (b.TOKENS, b.FRONTEND_OUTPUT),
    **dict.fromkeys(("choice_tokens", "computed_tokens", "max_tokens"), (b.TOKENS,)),
    "cached_tokens": (b.FRONTEND_INPUT,),
    "choices": (b.CHOICES,),
    "hit_rate": (b.HIT_RATE,),
    "embedding": (b.EMBEDDING,),
}
"""What is counted in buckets, a value of VALUES or the time between tokens, and in which ones it is shown."""


class Last(NamedTuple):
    """What a worker served last."""

    prompt_tokens: float
    ttft: float
    tpot: float


class Totals:
    """Not safe for threads."""

    def __init__(self) -> None:
        self.exchanges, self.served = Cube(Exchanges), Cube(Served)
        self.last: dict[tuple[int, int], Last] = {}
        """By model and worker."""
        self._histograms = {name: Histogram(*shown) for name, shown in HISTOGRAMS.items()}

    def fold(self, rows: Rows) -> None:
        """Count `rows`, each of which is given once."""
        if not len(rows):
            return
        self.exchanges.add(rows)
        self.served.add(rows[rows["worker"] >= 0])
        groups, where = np.unique(pack(rows, Group), return_inverse=True)
        values = {name: of(rows) for name, of in VALUES.items()}
        for name, value in values.items():
            self._histograms[name].add(groups, where, value)
        ends = {packed: row for row, packed in enumerate(groups[where].tolist())}
        for packed, row in ends.items():
            group = unpack(packed, Group)
            self.last[group.model, group.worker] = Last(*(float(values[name][row]) for name in Last._fields))

    def fold_gaps(self, groups: NDArray[np.int64], where: NDArray[np.intp], seconds: Seconds) -> None:
        """Count gaps between tokens; groups: distinct ones; where: the place in them of each gap's."""
        self._histograms["itl"].add(groups, where, seconds)

    def spreads(self, name: str, bounds: b.Buckets) -> dict[Group, Spread]:
        """How the values called `name` are spread over `bounds`, for each group."""
        return self._histograms[name].spreads(bounds)

    def copy(self) -> Totals:
        """As it is now; its cells are values, so that only the tables are copied."""
        copied = copy(self)
        copied.exchanges, copied.served = self.exchanges.copy(), self.served.copy()
        copied.last = dict(self.last)
        copied._histograms = {name: histogram.copy() for name, histogram in self._histograms.items()}
        return copied
