"""`/metrics/csv`: the rows of telemetry, one line an exchange, with names in place of their numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from math import isnan
from typing import Any

from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.telemetry import Telemetry
from fakeai_proxy.telemetry.columns import COLUMNS, Rows

from .asked import Asked
from .reading import Reading

BATCH = 200
"""Lines that are made at a time: other clients wait for as long."""
MOST = 10_000_000
HEADERS = (
    ("content-type", "text/csv; charset=utf-8; header=present"),
    ("content-disposition", 'attachment; filename="metrics.csv"'),
    ("cache-control", "no-store"),
)


def csv_table(asked: Asked) -> Reply:
    """Oldest first; the last `limit`, and those of `model`, where the query says so."""
    telemetry, model = asked.simulator.services.telemetry, asked.query.text("model")
    limit = int(asked.query.number("limit", MOST, 1, MOST))
    rows = telemetry.rows()
    if model:
        Reading.read(asked.simulator).used(model)
        rows = rows[rows["model"] == telemetry.models.names.index(model)]
    return lines(rows[-limit:], telemetry)


def lines(rows: Rows, telemetry: Telemetry) -> Reply:
    """The reply, made as it is read."""
    names = telemetry.names
    yield Head(200, HEADERS)
    yield Data(written([[name for name, _, _ in COLUMNS]]))
    for start in range(0, len(rows), BATCH):
        yield Data(written(decoded(rows[start : start + BATCH], names)))
    yield End()


def decoded(rows: Rows, names: Mapping[str, Sequence[str]]) -> Iterable[Sequence[Any]]:
    """Lines of fields: names, numbers, and nothing for what is not known."""
    columns = []
    for name, code, _ in COLUMNS:
        values = rows[name].tolist()
        if name in names:
            values = [names[name][value] for value in values]
        elif code == "d":
            values = ["" if isnan(value) else round(value, 6) for value in values]
        columns.append(values)
    return zip(*columns, strict=True)


def written(lines: Iterable[Sequence[Any]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()
