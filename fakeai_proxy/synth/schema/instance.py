"""One JSON value that is valid by a schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fakeai_proxy.synth.faker_pool import faker

from .arrays import Arrays
from .document import Document, Schema, Unsatisfiable, document_of
from .flatten import Branches
from .merge import Flat, types_of
from .numbers import integer, number
from .objects import Objects
from .texts import text

if TYPE_CHECKING:
    from faker import Faker

Known = Callable[[str, Mapping[str, Any]], Iterable[Any]]
"""(name of a field, its schema) -> values it might have, the best one first."""

TRIES = 12
AGAIN = 4
"""Times that the whole is begun anew."""
HOLDS_APART = frozenset(
    (
        "enum",
        "const",
        "not",
        "oneOf",
        "if",
        "contains",
        "uniqueItems",
        "propertyNames",
        "pattern",
        "format",
        "patternProperties",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "minProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "maxProperties",
        "allOf",
        "anyOf",
        "$ref",
        "multipleOf",
    )
)
"""Keywords of which a value may miss one while it heeds another: it is looked at again."""
TYPICAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "object",
        (
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "minProperties",
            "propertyNames",
            "maxProperties",
            "dependentRequired",
        ),
    ),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "contains", "uniqueItems")),
    ("string", ("pattern", "format", "minLength", "maxLength")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)
"""Keywords that tell a type where none is named."""
NULL = 0.1
"""How often a value that may be null is, and how often one of no type is not what its keywords suggest."""
UNTOLD = ("string", "string", "string", "integer", "number", "boolean", "object", "array", "null")


def instance(schema: Schema, rng: np.random.Generator, known: Known | None = None) -> Any:
    """A value that is valid by `schema`, with `known` values where they are. Raises Unsatisfiable."""
    document = document_of(json.dumps(schema))
    why: Unsatisfiable | None = None
    with faker(rng) as fake:
        for _ in range(AGAIN):
            try:
                value = Values(document, rng, fake, known).value(document.root)
            except (Unsatisfiable, RecursionError) as failure:
                why = (
                    failure if isinstance(failure, Unsatisfiable) else Unsatisfiable("the schema has no end")
                )
                continue
            if document.valid(document.root, value):
                return value
    raise why or Unsatisfiable(f"no value was found in {AGAIN} tries")


class Values:
    """Makes the values of one instance, from the root down."""

    def __init__(
        self, document: Document, rng: np.random.Generator, fake: Faker, known: Known | None
    ) -> None:
        self.document, self.rng, self._fake = document, rng, fake
        self._known = known or (lambda name, schema: ())
        self.branches = Branches(document, rng)
        self._arrays, self._objects = Arrays(self), Objects(self)

    def value(self, schema: Schema, depth: int = 0, name: str = "") -> Any:
        """A value for the field called `name`, so deep in the instance. Raises Unsatisfiable."""
        if not isinstance(schema, Mapping) or not HOLDS_APART.intersection(schema):
            return self._made(schema, depth, name)
        for _ in range(TRIES):
            value = self._made(schema, depth, name)
            if self.document.valid(schema, value):
                return value
        raise Unsatisfiable(f"no value was found for '{name}'")

    def _made(self, schema: Schema, depth: int, name: str) -> Any:
        flat = self.branches.flat(schema, depth)
        for value in self._known(name, flat):
            if self.document.valid(flat, value) and self.document.valid(schema, value):
                return value
        if "const" in flat:
            return flat["const"]
        if "enum" in flat:
            return self._chosen(flat)
        return self._of_type(self._type(flat), flat, depth, name)

    def _of_type(self, kind: str, flat: Flat, depth: int, name: str) -> Any:
        match kind:
            case "object":
                return self._objects.made(flat, depth)
            case "array":
                return self._arrays.made(flat, depth, name)
            case "string":
                return text(self.rng, flat, name, self._fake)
            case "integer":
                return integer(self.rng, {**flat, "type": "integer"})
            case "number":
                return number(self.rng, flat)
            case "boolean":
                return bool(self.rng.random() < 0.5)
            case _:
                return None

    def _chosen(self, flat: Flat) -> Any:
        rest = {key: value for key, value in flat.items() if key not in ("enum", "$defs", "definitions")}
        fit = [value for value in flat["enum"] if self.document.valid(rest, value)]
        if not fit:
            raise Unsatisfiable("no value of an enum fits what else is asked")
        return fit[int(self.rng.integers(len(fit)))]

    def _type(self, flat: Flat) -> str:
        if "type" not in flat:
            told = [kind for kind, words in TYPICAL if not flat.keys().isdisjoint(words)]
            any_kind = UNTOLD[int(self.rng.integers(len(UNTOLD)))]
            return told[0] if told and self.rng.random() > NULL else any_kind
        kinds = types_of(flat["type"])
        if not kinds:
            raise Unsatisfiable("a value of no type")
        told = [kind for kind in kinds if kind != "null"]
        if not told or ("null" in kinds and self.rng.random() < NULL):
            return "null"
        return told[int(self.rng.integers(len(told)))]


def shuffled(rng: np.random.Generator, things: Iterable[Any]) -> Iterator[Any]:
    """`things` in any order."""
    kept = list(things)
    for at in rng.permutation(len(kept)).tolist():
        yield kept[at]
