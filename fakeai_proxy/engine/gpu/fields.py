"""The fields of DCGM by name: what an exporter calls them, and how it types and explains them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fakeai_proxy.core.errors import nearest

FILE = Path(__file__).parent / "fields.csv"
SETS = ("default", "all")
"""Names for many fields: what dcgm-exporter exports unasked, and everything that the card has."""


class Field(NamedTuple):
    """One line of fields.csv, whose order is that of the ids."""

    id: int
    """Those of DCGM_EXP_* are the exporter's own."""
    name: str
    type: str
    """`gauge` or `counter`; `label` where the value becomes a label of all others."""
    value: str
    """`int64`, `double` or `string`."""
    unit: str
    default: bool
    help: str


@cache
def fields() -> Mapping[str, Field]:
    """Every field by its name, in the order in which an exporter prints them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Field(int(id), name, type, value, unit, bool(default), help)
            for id, name, type, value, unit, default, help in list(csv.reader(file))[1:]
        ]
    return {field.name: field for field in rows}


def chosen(names: Iterable[str]) -> tuple[Field, ...]:
    """The fields of that names, or sets of fields, in the exporter's order, each once.

    Raises ValueError for a name that is none, with the nearest one.
    """
    wanted, known = set(names), fields()
    if unknown := sorted(wanted - known.keys() - set(SETS)):
        raise ValueError(
            f"unknown field {unknown[0]!r}{nearest(unknown[0].upper(), known)};"
            " write `default`, `all` or names such as DCGM_FI_DEV_GPU_TEMP"
        )
    return tuple(
        field
        for name, field in known.items()
        if name in wanted
        or ("default" in wanted and field.default)
        or ("all" in wanted and (field.type != "label" or field.default))
    )
