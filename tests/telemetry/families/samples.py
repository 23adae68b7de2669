"""Looks a sample up among metrics."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import Metric


def by_label(metrics: Iterable[Metric], name: str, label: str, **labels: str) -> dict[str, float]:
    """Values of the samples called `name` that have `labels`, by another of their labels."""
    return {
        sample.labels[label]: sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    }


def value(metrics: Iterable[Metric], name: str, **labels: str) -> float:
    """Of the one sample called `name` with just these labels."""
    (found,) = [
        sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.name == name and sample.labels == labels
    ]
    return found
