"""`/metrics/multi-dimensional`: the rows in memory, summed by model and one thing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.telemetry import Telemetry
from fakeai_proxy.telemetry.columns import OUTCOMES, Rows

from .asked import Asked, json_page

DIMENSIONS = ("endpoint", "user", "time", "source", "status", "outcome", "error", "finish", "worker")
USUAL = "endpoint,user,time"
SUMMED = ("prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens")
AVERAGED = ("duration", "ttft")
BUCKET, SHORTEST, LONGEST = 60.0, 1.0, 86_400.0
"""Seconds of one column of the table by time."""


def multi_dimensional(asked: Asked) -> Reply:
    """A table for each dimension asked for."""
    telemetry = asked.simulator.services.telemetry
    wanted = (
        asked.query.choices("dimensions", DIMENSIONS) if asked.query.text("dimensions") else USUAL.split(",")
    )
    bucket = asked.query.number("bucket", BUCKET, SHORTEST, LONGEST)
    rows = telemetry.rows()
    tables = {f"model_by_{name}": table(rows, name, bucket, telemetry) for name in wanted}
    return json_page({"requests": len(rows), "since_start": telemetry.ring.written, "tables": tables})


def table(rows: Rows, dimension: str, bucket: float, telemetry: Telemetry) -> list[dict[str, Any]]:
    """One cell for each model and value of `dimension` that occurred together."""
    values, shown = axis(rows, dimension, bucket, telemetry)
    distinct, codes = np.unique(values, return_inverse=True)
    pairs, where = np.unique(rows["model"] * np.int64(len(distinct)) + codes, return_inverse=True)
    cells, models = figures(rows, where, len(pairs)), telemetry.models.names
    return [
        {
            "model": models[pair // len(distinct)],
            dimension: shown(distinct[pair % len(distinct)].item()),
            **{name: column[at] for name, column in cells.items()},
        }
        for at, pair in enumerate(pairs.tolist())
    ]


def axis(
    rows: Rows, dimension: str, bucket: float, telemetry: Telemetry
) -> tuple[NDArray[np.int64], Callable[[int], str | float]]:
    """A number for each row, and what stands for it in the table."""
    if dimension == "time":  # the Unix second at which a bucket begins
        return np.floor(rows["wall"] / bucket).astype(np.int64), lambda value: value * bucket
    names = telemetry.names.get(dimension)
    values = rows[dimension].astype(np.int64)
    return values, (lambda value: names[value]) if names else (lambda value: value)


def figures(rows: Rows, where: NDArray[np.intp], count: int) -> dict[str, list[Any]]:
    """Columns of the cells, by name: sums, and means of what is known (None where nothing is)."""
    failed = rows["outcome"] != OUTCOMES.index("ok")
    columns = {
        "requests": np.bincount(where, minlength=count),
        "failed": np.bincount(where, failed, count).astype(np.int64),
        **{name: np.bincount(where, rows[name], count).astype(np.int64) for name in SUMMED},
    }
    means = {f"mean_{name}": mean(rows[name], where, count) for name in AVERAGED}
    return {name: column.tolist() for name, column in columns.items()} | means


def mean(values: NDArray[np.float64], where: NDArray[np.intp], count: int) -> list[float | None]:
    """Of each group, without what is nan."""
    known = np.isfinite(values)
    sums = np.bincount(where[known], values[known], count)
    numbers = np.bincount(where[known], minlength=count)
    return [total / number if number else None for total, number in zip(sums, numbers, strict=True)]
