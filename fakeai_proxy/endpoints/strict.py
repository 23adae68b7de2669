"""Schemas that OpenAI's strict mode takes. Refusals are worded as its API does.

https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fakeai_proxy.core.errors import ApiError

FORBIDDEN = (
    "allOf", "not", "dependentRequired", "dependentSchemas", "if", "then", "else", "patternProperties",
    "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems",
    "contains", "minContains", "maxContains", "uniqueItems", "prefixItems", "oneOf",
)  # fmt: skip
MOST_FIELDS, MOST_LEVELS, MOST_VALUES = 5_000, 10, 1_000


class Asked(NamedTuple):
    """Where a schema stands in a request."""

    what: str
    """As messages call it, for example `response_format 'city'`."""
    param: str
    code: str | None = None

    def wrong(self, why: str, path: tuple[str, ...] | None = None) -> ApiError:
        """Its refusal."""
        place = "" if path is None else f"In context=({', '.join(map(repr, path))}{',' * (len(path) == 1)}), "
        return ApiError(
            400, f"Invalid schema for {self.what}: {place}{why}", param=self.param, code=self.code
        )


def refuse_loose(schema: Any, asked: Asked) -> None:
    """Raise ApiError 400 where strict mode does not take `schema`."""
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        kind = schema.get("type") if isinstance(schema, Mapping) else None
        raise asked.wrong(f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'.")
    if "anyOf" in schema:
        raise asked.wrong("schema must not have 'anyOf' at the top level.")
    fields = 0
    for path, part in parts(schema):
        fields += len(part.get("properties") or ())
        refuse_part(part, path, asked)
    if fields > MOST_FIELDS:
        raise asked.wrong(f"too many properties: {fields}, at most {MOST_FIELDS} are allowed.")


def refuse_part(part: Mapping[str, Any], path: tuple[str, ...], asked: Asked) -> None:
    """Raise ApiError 400 where one of the schemas within another is at fault."""
    for keyword in FORBIDDEN:
        if keyword in part:
            raise asked.wrong(f"'{keyword}' is not permitted.", path)
    if len(part.get("enum") or ()) > MOST_VALUES:
        raise asked.wrong(f"enum has too many values, at most {MOST_VALUES} are allowed.", path)
    if path.count("properties") > MOST_LEVELS:
        raise asked.wrong(f"it is nested more than {MOST_LEVELS} levels deep.", path)
    if part.get("type") == "array" and "items" not in part:
        raise asked.wrong("array schema missing items.", path)
    if part.get("type") != "object" and "properties" not in part:
        return
    if part.get("additionalProperties") is not False:
        raise asked.wrong("'additionalProperties' is required to be supplied and to be false.", path)
    names, required = part.get("properties") or {}, part.get("required") or ()
    if missing := [name for name in names if name not in required]:
        raise asked.wrong(
            "'required' is required to be supplied and to be an array including every key in properties. "
            f"Missing '{missing[0]}'.",
            path,
        )
    if extra := [name for name in required if name not in names]:
        raise asked.wrong(f"Extra required key '{extra[0]}' supplied.", path)


def parts(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """`schema` and the schemas in it, each with the way to it."""
    if not isinstance(schema, Mapping):
        return
    yield path, schema
    for key in ("properties", "$defs", "definitions"):
        for name, part in (schema.get(key) or {}).items():
            yield from parts(part, (*path, key, name))
    for at, part in enumerate(schema.get("anyOf") or ()):
        yield from parts(part, (*path, "anyOf", str(at)))
    yield from parts(schema.get("items"), (*path, "items"))
