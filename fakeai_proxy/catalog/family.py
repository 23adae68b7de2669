"""What an unknown model is like, judged by its name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from .model import CUSTOM, Model

FILE = Path(__file__).parent / "families.toml"

CREATED = 1_700_000_000
"""A model nobody announced has no date; a fixed one keeps answers the same from run to run."""
OWNER = CUSTOM
"""Of an id that names no owner before a slash."""


def infer(id: str, find: Callable[[str], Model | None]) -> Model:
    """A model called `id`: like its base model if it is a fine-tune (ft:BASE:...), else like its family."""
    if id.startswith("ft:") and (base := find(id.split(":")[1])):
        return replace(base, id=id, snapshot=id, created=CREATED, aliases=())
    owner = id.rpartition("/")[0] or OWNER
    return Model(id=id, owner=owner, created=CREATED, **_family(id.lower()))


def _family(name: str) -> Mapping[str, Any]:
    return next(fields for pattern, fields in _families() if fnmatchcase(name, pattern))


@cache
def _families() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Every pattern with the fields it stands for, in the order of the file."""
    families = tomllib.loads(FILE.read_text("utf-8"))["families"]
    return tuple((pattern, family) for family in families for pattern in family.pop("patterns"))
