"""The TOML files of `models/`, one a provider, read into `Model` values.

owner = "system"                       any field of Model: the default of the file
[[models]]
id = "gpt-4o"
created = 1715367049
snapshot = "gpt-4o-2024-08-06"
[models.snapshots]                     dated ids, each a model of its own, with its date
"gpt-4o-2024-08-06" = 1722814719
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
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
    defaults = tomllib.loads((FOLDER / f"{provider}.toml").read_text("utf-8"))
    for entry in defaults.pop("models"):
        yield from _dated(provider, defaults | entry)


def _dated(provider: str, fields: dict[str, Any]) -> Iterator[Model]:
    """The model itself, then each of its snapshots."""
    aliases, snapshots = fields.pop("aliases", ()), fields.pop("snapshots", {})
    model = Model(**fields, aliases=(*aliases, *_prefixed(provider, fields["id"])))
    yield model
    for id, created in snapshots.items():
        yield replace(model, id=id, snapshot=id, created=created, aliases=_prefixed(provider, id))


def _prefixed(provider: str, id: str) -> tuple[str, ...]:
    return () if "/" in id else (f"{provider}/{id}",)
