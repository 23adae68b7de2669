"""Mutations as a file has them, to be made of recordings once and for all.

seed = 7

[[mutations]]
type = "truncate"
tokens = 20
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fakeai_proxy.core.errors import SettingsError, nearest

from .rule import Given


class Recipe(BaseModel):
    """A seed, and mutations in the order in which they are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(default=0, ge=-(2**63), lt=2**63, description="The same seed, the same recordings.")
    mutations: tuple[Given, ...] = Field(min_length=1, description="What is done to the answers, in order.")

    def told(self, ordinal: int) -> str:
        """As JSON, for the recording it made as the `ordinal`-th of its parent."""
        mutations = [rule.told() for rule in self.mutations]
        return json.dumps({"seed": self.seed, "ordinal": ordinal, "mutations": mutations})


def read(path: Path) -> Recipe:
    """The recipe in a file of TOML or JSON. Raises SettingsError."""
    try:
        text = path.read_text("utf-8")
        given = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as why:
        raise SettingsError(f"{path}: cannot be read ({why.strerror})") from None
    except ValueError as why:
        raise SettingsError(
            f"{path}: not valid {'JSON' if path.suffix == '.json' else 'TOML'}: {why}"
        ) from None
    try:
        return recipe_of(given)
    except SettingsError as why:
        raise SettingsError(f"{path}: {why}") from None


def recipe_of(given: Any) -> Recipe:
    """Raises SettingsError."""
    try:
        return Recipe.model_validate(given)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        where = ".".join(map(str, details["loc"]))
        if details["type"] == "extra_forbidden":
            valid = [*Recipe.model_fields]
            told = f"unknown{nearest(where, valid)}; a recipe has {' and '.join(valid)}"
        else:
            told = details["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{where}: {told}") from None
