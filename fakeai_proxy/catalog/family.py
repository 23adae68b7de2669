"""What an unknown model is like, judged by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from .model import Model

CREATED = 1_700_000_000
"""A model nobody announced has no date; a fixed one keeps answers the same from run to run."""

FAMILIES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "*embed*",
        {"kind": "embedding", "dimensions": 1024, "context_window": 8_192, "encoding": "cl100k_base"},
    ),
    ("*", {}),
)


def infer(id: str, find: Callable[[str], Model | None]) -> Model:
    """A model called `id`: like its base model if it is a fine-tune (ft:BASE:...), else like its family."""
    if id.startswith("ft:") and (base := find(id.split(":")[1])):
        return replace(base, id=id, snapshot=id, created=CREATED, aliases=())
    fields = next(fields for pattern, fields in FAMILIES if fnmatchcase(id.lower(), pattern))
    owner = id.rpartition("/")[0] or "custom"
    return Model(id=id, snapshot=id, owner=owner, created=CREATED, **fields)
