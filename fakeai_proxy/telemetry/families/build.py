"""Metrics from numbers by label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from prometheus_client import Metric
from prometheus_client.samples import Sample
from prometheus_client.utils import floatToGoString

from fakeai_proxy.telemetry.buckets import Buckets
from fakeai_proxy.telemetry.histogram import Spread
from fakeai_proxy.telemetry.keys import Group

Labels = tuple[str, ...]
"""Their values, in the order of their names. Samples hold them by name, in the alphabet's order."""


Bounded = tuple[Spread, Buckets]


def gauge(name: str, help: str, names: Labels, values: Mapping[Labels, float]) -> Metric:
    """A gauge called `name`, its labels called `names`."""
    return _metric(name, Metric(name, help, "gauge"), names, values)


def counter(name: str, help: str, names: Labels, values: Mapping[Labels, float]) -> Metric:
    """The same, of a counter; with or without `_total`, as `name` has it."""
    return _metric(name, Metric(name.removesuffix("_total"), help, "counter"), names, values)


def _metric(name: str, metric: Metric, names: Labels, values: Mapping[Labels, float]) -> Metric:
    order = sorted(zip(names, range(len(names)), strict=True))
    metric.samples = [
        Sample(name, {label: labels[place] for label, place in order}, value)
        for labels, value in values.items()
    ]
    return metric


def histogram(name: str, help: str, names: Labels, spreads: Mapping[Labels, Bounded]) -> Metric:
    """A histogram called `name`."""
    metric = Metric(name, help, "histogram")
    for labels, (spread, bounds) in spreads.items():
        shown = sorted(zip(names, labels, strict=True))
        before = {label: value for label, value in shown if label < "le"}
        after = {label: value for label, value in shown if label > "le"}
        cumulative = list(accumulate(spread.counts.tolist()))
        metric.samples += [
            Sample(f"{name}_bucket", {**before, "le": bound, **after}, count)
            for bound, count in zip((*map(floatToGoString, bounds), "+Inf"), cumulative, strict=True)
        ]
        metric.samples.append(Sample(f"{name}_count", before | after, cumulative[-1]))
        metric.samples.append(Sample(f"{name}_sum", before | after, spread.sum))
    return metric


def summed(pairs: Iterable[tuple[Labels, float]]) -> dict[Labels, float]:
    """The sum of the values of each label."""
    sums: dict[Labels, float] = {}
    for labels, value in pairs:
        sums[labels] = sums.get(labels, 0.0) + value
    return sums


def grouped(
    spreads: Mapping[Group, Spread], bounds: Buckets, by: Callable[[Group], Labels | None]
) -> dict[Labels, Bounded]:
    """`spreads` under the labels that `by` gives to their groups; those of None are left out."""
    found: dict[Labels, Spread] = {}
    for group, spread in spreads.items():
        labels = by(group)
        if labels is not None:
            found[labels] = found[labels].plus(spread) if labels in found else spread
    return {labels: (spread, bounds) for labels, spread in found.items()}


def within(bounded: Bounded, limit: float) -> Bounded:
    """Only the bounds up to `limit`; what is above is in the last bucket."""
    spread, bounds = bounded
    kept = sum(bound <= limit for bound in bounds)
    counts = spread.counts[: kept + 1].copy()
    counts[kept] = spread.counts[kept:].sum()
    return Spread(counts, spread.sum), bounds[:kept]
