"""What an unknown model is like, judged by its name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from . import estimate
from .fine_tune import fine_tune
from .model import CUSTOM, Model
from .traits import traits

FILE = Path(__file__).parent / "families.toml"

CREATED = 1_700_000_000
"""A model nobody announced has no date; a fixed one keeps answers the same from run to run."""
OWNER = CUSTOM
"""Of an id that names no owner before a slash."""
SIZED = ("chat", "completion", "embedding", "rerank")
"""Kinds whose size and precision, where the name says them, tell how fast they are."""


def infer(id: str, find: Callable[[str], Model | None]) -> Model:
    """A model called `id`: like its base model if it is a fine-tune (ft:BASE:...), else as its name says."""
    if tuned := fine_tune(id):
        return _tuned(id, find(tuned.base) or _named(tuned.base))
    return _named(id)


def _tuned(id: str, base: Model) -> Model:
    """It costs what its base does: what its maker adds for a model of one's own is not in the catalog."""
    return replace(base, id=id, snapshot=id, created=CREATED, provider=CUSTOM, aliases=(), base=base.id)


def _named(id: str) -> Model:
    """Its family says most, its size and its senses come from the words of the name."""
    fields = dict(_family(id.lower()))
    model = Model(id=id, owner=id.rpartition("/")[0] or OWNER, created=CREATED, **fields)
    if model.kind not in SIZED:
        return model
    said = traits(id)
    return replace(
        model,
        input_modalities=tuple(dict.fromkeys((*model.input_modalities, *said.senses))),
        reasoning=model.reasoning or (said.reasoning and model.kind == "chat"),
        parameters=said.parameters,
        active_parameters=said.active if said.experts else None,
        architecture=estimate.architecture(said),
        deployment=estimate.deployment(said),
    )


def _family(name: str) -> Mapping[str, Any]:
    return next(fields for pattern, fields in _families() if fnmatchcase(name, pattern))


@cache
def _families() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Every pattern with the fields it stands for, in the order of the file."""
    families = tomllib.loads(FILE.read_text("utf-8"))["families"]
    return tuple((pattern, _frozen(family)) for family in families for pattern in family.pop("patterns"))


def _frozen(family: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in family.items()}
