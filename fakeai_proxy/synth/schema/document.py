"""A JSON Schema as a whole: what its references mean, what is valid by it, how deep it goes at least."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from math import inf
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

Schema = Mapping[str, Any] | bool

KEPT = 64
"""Schemas that are remembered."""
NAMES = ("$id", "id", "$anchor", "$dynamicAnchor")
"""Keywords that name a schema."""


class Unsatisfiable(ValueError):
    """Nothing is valid by a schema, or nothing that could be found."""


class Document:
    """https://json-schema.org/draft/2020-12, and the drafts from 4 on."""

    def __init__(self, root: Schema) -> None:
        """Raises Unsatisfiable where `root` is no schema."""
        from jsonschema.exceptions import SchemaError
        from jsonschema.validators import Draft202012Validator, validator_for

        self.root = root
        kind: type[Validator] = validator_for(root, default=Draft202012Validator)
        try:
            kind.check_schema(root)
        except SchemaError as wrong:
            where = "".join(f"[{part!r}]" for part in wrong.absolute_path)
            raise Unsatisfiable(f"the schema{where}: {wrong.message}") from None
        self._kind = kind

    @cached_property
    def _validator(self) -> Validator:
        return self._kind(self.root, format_checker=self._kind.FORMAT_CHECKER)

    def valid(self, schema: Schema, value: Any) -> bool:
        """Whether `value` is, by `schema`, which is the root or a part of it."""
        try:
            return bool(self._validator.evolve(schema=schema).is_valid(value))
        except Exception as failure:  # a pattern that is none, a reference that leads nowhere
            raise Unsatisfiable(f"the schema cannot be read: {failure}") from failure

    def target(self, reference: str) -> Schema:
        """What `reference` means. Raises Unsatisfiable where it leads nowhere in this schema."""
        address, _, pointer = reference.partition("#")
        start = self._named.get(address, self.root) if address else self.root
        if pointer and not pointer.startswith("/"):
            start, pointer = self._named.get(pointer, False), ""
            if start is False:
                raise Unsatisfiable(f"'{reference}' is nowhere in the schema")
        return self._at(start, pointer, reference)

    def height(self, schema: Schema, seen: frozenset[str] = frozenset()) -> float:
        """Levels of objects and arrays that its least instance has; inf: it never ends."""
        if not isinstance(schema, Mapping):
            return 0 if schema else inf
        levels = [self._own_height(schema, seen)]
        if (reference := schema.get("$ref")) is not None:
            again = reference in seen
            levels.append(inf if again else self.height(self.target(reference), seen | {reference}))
        levels += [self.height(part, seen) for part in schema.get("allOf", ())]
        for either in ("anyOf", "oneOf"):
            if branches := schema.get(either):
                levels.append(min(self.height(branch, seen) for branch in branches))
        return max(levels)

    def _own_height(self, schema: Mapping[str, Any], seen: frozenset[str]) -> float:
        types = schema.get("type")
        fields = schema.get("properties", {})
        if types == "object":
            needed = [fields[name] for name in schema.get("required", ()) if name in fields]
            return 1 + max((self.height(field, seen) for field in needed), default=0)
        if (
            types == "array"
            and schema.get("minItems", 0)
            and isinstance(items := schema.get("items"), Mapping)
        ):
            return 1 + self.height(items, seen)
        return 0

    def _at(self, start: Schema, pointer: str, reference: str) -> Schema:
        found: Any = start
        for part in pointer.split("/")[1:]:
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                found = found[int(name)] if isinstance(found, list) else found[name]
            except (KeyError, IndexError, ValueError, TypeError):
                raise Unsatisfiable(f"'{reference}' is nowhere in the schema") from None
        return found if isinstance(found, bool | Mapping) else False

    @cached_property
    def _named(self) -> dict[str, Schema]:
        return {
            name: part for part in parts(self.root) for key in NAMES if isinstance(name := part.get(key), str)
        }


@lru_cache(maxsize=KEPT)
def document_of(text: str) -> Document:
    """The schema whose JSON is `text`. Apps send the same few again and again; to check one takes long."""
    return Document(json.loads(text))


def parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """All objects in `schema`."""
    if isinstance(schema, Mapping):
        yield schema
        for inner in schema.values():
            yield from parts(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from parts(inner)
