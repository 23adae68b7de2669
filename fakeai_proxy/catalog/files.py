"""The TOML files of `models/`, one a provider, read into `Model` values.

owner = "system"                       any field of Model: the default of the file
[[models]]
id = "gpt-4o"
created = 1715367049
snapshot = "gpt-4o-2024-08-06"
[models.price]                         a field that is a table; it may stand in one line too
input = 2.5
[models.snapshots]                     dated ids, each a model of its own, with its date
"gpt-4o-2024-08-06" = 1722814719

A file is cut before each [[models]] line, and a piece is parsed when one of its names is asked for: all files
together take longer than the start of the proxy may.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .architecture import Architecture, Deployment, Pace, Price
from .model import Model

FOLDER = Path(__file__).parent / "models"
ORDER = (
    "openai",
    "anthropic",
    "meta",
    "mistral",
    "deepseek",
    "nvidia",
    "qwen",
    "google",
    "microsoft",
    "cohere",
    "moonshotai",
    "minimaxai",
    "zai-org",
    "sentence-transformers",
    "baai",
    "intfloat",
    "jinaai",
    "nomic-ai",
)
"""The providers, in the order in which their models are listed."""
CUT = "\n[[models]]\n"
TABLES: Mapping[str, type] = {
    "architecture": Architecture,
    "deployment": Deployment,
    "pace": Pace,
    "price": Price,
}
LISTS = ("input_modalities", "output_modalities", "capabilities", "aliases")


class Piece(NamedTuple):
    """One [[models]] table, not yet parsed."""

    provider: str
    text: str


def find(name: str) -> Model | None:
    """The model called `name`: by its id, an alias, or its id after its provider's name and a slash."""
    provider, _, id = name.partition("/")
    candidates = [
        model
        for piece in _pieces()
        if f'"{name}"' in piece.text or (piece.provider == provider and f'"{id}"' in piece.text)
        for model in _models(piece)
    ]
    by_id = (model for model in candidates if model.id == name)
    return next(by_id, None) or next((model for model in candidates if name in model.aliases), None)


@cache
def read() -> tuple[Model, ...]:
    """Every model of every file, in a fixed order."""
    return tuple(model for piece in _pieces() for model in _models(piece))


@cache
def _pieces() -> tuple[Piece, ...]:
    return tuple(Piece(provider, text) for provider in ORDER for text in _parts(provider)[1:])


def _parts(provider: str) -> list[str]:
    """The defaults of a file, and each of its models."""
    return (FOLDER / f"{provider}.toml").read_text("utf-8").split(CUT)


@cache
def _defaults(provider: str) -> Mapping[str, Any]:
    return tomllib.loads(_parts(provider)[0])


@cache
def _models(piece: Piece) -> tuple[Model, ...]:
    (entry,) = tomllib.loads(CUT + piece.text)["models"]
    return tuple(_dated(piece.provider, {**_defaults(piece.provider), **entry}))


def _dated(provider: str, fields: dict[str, Any]) -> Iterator[Model]:
    """The model itself, then each of its snapshots."""
    snapshots = fields.pop("snapshots", {})
    fields["aliases"] = (*fields.get("aliases", ()), *_prefixed(provider, fields["id"]))
    model = Model(**{name: _value(name, value) for name, value in fields.items()}, provider=provider)
    yield model
    for id, created in snapshots.items():
        yield replace(model, id=id, snapshot=id, created=created, aliases=_prefixed(provider, id))


def _value(name: str, value: Any) -> Any:
    if name in TABLES:
        return TABLES[name](**value)
    return tuple(value) if name in LISTS else value


def _prefixed(provider: str, id: str) -> tuple[str, ...]:
    return () if "/" in id else (f"{provider}/{id}",)
