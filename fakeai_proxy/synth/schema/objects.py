"""Objects: which fields they have, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from fakeai_proxy.synth.english import english

from .document import Unsatisfiable
from .merge import Flat, every
from .pattern import matching

if TYPE_CHECKING:
    from .instance import Values

OFTEN = 0.8
"""How often a field is there that need not be."""
TRIES = 100


class Objects:
    """Of one instance."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def made(self, flat: Flat, depth: int) -> dict[str, Any]:
        """An object, its fields in the order of the schema. Raises Unsatisfiable."""
        required = needed(flat)
        most = flat.get("maxProperties", float("inf"))
        if len(required) > most:
            raise Unsatisfiable(f"{len(required)} fields are required, and {most} allowed")
        fields: dict[str, Any] = {}
        room = most - len(required)
        for name in dict.fromkeys((*flat.get("properties", ()), *required)):
            if name in required:
                fields[name] = self._field(name, flat, depth)
            elif room > 0 and self._wanted(depth) and self._add(name, flat, depth, fields):
                room -= 1
        self._fill(flat, depth, fields)
        return self._completed(flat, depth, fields)

    def _wanted(self, depth: int) -> bool:
        return not self._values.branches.short(depth) and bool(self._values.rng.random() < OFTEN)

    def _add(self, name: str, flat: Flat, depth: int, fields: dict[str, Any]) -> bool:
        """Whether `name` could be given a value."""
        try:
            fields[name] = self._field(name, flat, depth)
        except Unsatisfiable:
            return False
        return True

    def _field(self, name: str, flat: Flat, depth: int) -> Any:
        if "propertyNames" in flat and not self._values.document.valid(flat["propertyNames"], name):
            raise Unsatisfiable(f"no field may be called '{name}'")
        return self._values.value(schema_of(name, flat), depth + 1, name)

    def _fill(self, flat: Flat, depth: int, fields: dict[str, Any]) -> None:
        """Fields beyond those asked for, until there are enough; one or two where nothing else is said."""
        least = flat.get("minProperties", 0)
        if not least and not flat.get("properties") and self._wanted(depth):
            least = min(int(self._values.rng.integers(1, 3)), flat.get("maxProperties", 2))
        names = self._more_names(flat)
        for _ in range(TRIES):
            if len(fields) >= least or (name := next(names, None)) is None:
                return
            if name not in fields:
                self._add(name, flat, depth, fields)

    def _more_names(self, flat: Flat) -> Iterator[str]:
        yield from flat.get("properties", ())
        nouns, patterns = english().nouns, list(flat.get("patternProperties", ()))
        rng = self._values.rng
        for at in range(TRIES):
            if patterns:
                yield _name_like(patterns[at % len(patterns)], rng)
            if "propertyNames" in flat:
                name = self._values.value(every({"type": "string"}, flat["propertyNames"]), 0, "name")
                yield str(name)
            elif flat.get("additionalProperties", True) is not False:
                yield nouns[int(rng.integers(len(nouns)))].strip()

    def _completed(self, flat: Flat, depth: int, fields: dict[str, Any]) -> dict[str, Any]:
        """With what the fields that are there ask for besides."""
        for name, asked in (
            *flat.get("dependentRequired", {}).items(),
            *flat.get("dependencies", {}).items(),
        ):
            if name in fields and isinstance(asked, list):
                for other in asked:
                    if other not in fields:
                        fields[other] = self._field(other, flat, depth)
        return fields


def _name_like(pattern: str, rng: np.random.Generator) -> str:
    """A name that `pattern` finds, and that is not the only one where it leaves that open."""
    name, nouns = matching(rng, pattern), english().nouns
    longer = name + nouns[int(rng.integers(len(nouns)))].strip()
    return longer if re.search(pattern, longer) else name


def needed(flat: Flat) -> list[str]:
    """Names of the fields that must be there."""
    required = flat.get("required", ())
    return list(required) if isinstance(required, list) else []


def schema_of(name: str, flat: Flat) -> Any:
    """What the value of `name` must be."""
    found = [flat["properties"][name]] if name in flat.get("properties", ()) else []
    found += [part for pattern, part in flat.get("patternProperties", {}).items() if re.search(pattern, name)]
    if not found:
        rest = flat.get("additionalProperties", True)
        if rest is False:
            raise Unsatisfiable(f"no field may be called '{name}'")
        found = [rest]
    return every(*found)
