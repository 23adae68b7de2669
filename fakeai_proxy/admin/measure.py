"""Numbers of a sample, and sums of what was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.keys import Exchanges

PERCENTILES = (50, 90, 95, 99)
SAMPLE = 20_000
"""Values that percentiles are taken from, evenly spaced, where there are more: other clients wait for it."""


def spread(values: NDArray[np.float64]) -> dict[str, Any]:
    """Count, mean, percentiles and maximum of what is known of `values`; null where nothing is."""
    known = values[np.isfinite(values)]
    if not len(known):
        return {"count": 0, "mean": None, **{f"p{p}": None for p in PERCENTILES}, "max": None}
    percentiles = np.percentile(known[:: -(-len(known) // SAMPLE)], PERCENTILES).tolist()
    named = {f"p{p}": value for p, value in zip(PERCENTILES, percentiles, strict=True)}
    return {"count": len(known), "mean": float(known.mean()), **named, "max": float(known.max())}


def total(sums: Iterable[Sums]) -> Sums:
    """All of `sums` together."""
    whole = Sums()
    for one in sums:
        whole = Sums(*map(add, whole, one))
    return whole


def grouped(cells: Mapping[Exchanges, Sums], by: Callable[[Exchanges], str]) -> dict[str, Sums]:
    """`cells` summed by a name, those of most requests first."""
    groups: dict[str, Sums] = {}
    for key, sums in cells.items():
        name = by(key)
        groups[name] = total((groups.get(name, Sums()), sums))
    return dict(sorted(groups.items(), key=lambda group: -group[1].requests))


def share(part: float, whole: float) -> float:
    """`part` of `whole`, 0 of nothing."""
    return part / whole if whole else 0.0
