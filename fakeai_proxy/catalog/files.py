"""The TOML files of `models/`, one a provider, read into `Model` values.

owner = "system"            defaults of the file, any field of Model
[[models]]
id = "gpt-4o"
snapshot = "gpt-4o-2024-08-06"
[models.snapshots]          dated ids, each a model of its own: id = created
"gpt-4o-2024-08-06" = 1722814719
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .model import Model

FOLDER = Path(__file__).parent / "models"
ORDER = ("openai", "anthropic", "meta", "nvidia", "deepseek-ai")
"""The providers, in the order in which their models are listed."""


@cache
def read() -> tuple[Model, ...]:
    """Every model of every file, in a fixed order."""
    return tuple(model for provider in ORDER for model in _models(provider))


def _models(provider: str) -> Iterator[Model]:
    table = tomllib.loads((FOLDER / f"{provider}.toml").read_text("utf-8"))
    entries = table.pop("models")
    for entry in entries:
        yield from _variants(provider, table | entry)


def _variants(provider: str, entry: dict[str, Any]) -> Iterator[Model]:
    """The model itself, then each of its snapshots."""
    snapshots: dict[str, int] = entry.pop("snapshots", {})
    for id, created in {entry["id"]: entry["created"], **snapshots}.items():
        snapshot = id if id in snapshots else entry.get("snapshot", id)
        names = _aliases(provider, id) + (tuple(entry.get("aliases", ())) if id == entry["id"] else ())
        yield Model(**entry | {"id": id, "created": created, "snapshot": snapshot, "aliases": names})


def _aliases(provider: str, id: str) -> tuple[str, ...]:
    return () if "/" in id else (f"{provider}/{id}",)
