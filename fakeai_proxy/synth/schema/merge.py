"""Two schemas as one, where both are to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import lcm
from typing import Any

from .document import Unsatisfiable

Flat = dict[str, Any]
"""A schema without references, branches and conditions at its own level."""


def merge(one: Flat, other: Mapping[str, Any]) -> Flat:
    """What both say. Where that cannot be said in one keyword, `one` is kept: who uses it checks the outcome.

    Raises Unsatisfiable where they exclude each other.
    """
    both = dict(one)
    for key, value in other.items():
        if key not in both:
            both[key] = value
        elif both[key] != value and key in RULES:
            both[key] = RULES[key](both[key], value)
    return both


def every(*schemas: Any) -> Any:
    """A schema by which valid is what is valid by all of `schemas`."""
    telling = [schema for schema in schemas if schema is not True and schema != {}]
    return telling[0] if len(telling) == 1 else {"allOf": telling} if telling else {}


def types_of(given: str | list[str]) -> list[str]:
    """The names in a `type`."""
    return [given] if isinstance(given, str) else list(given)


def _types(one: Any, other: Any) -> list[str]:
    ours, theirs = types_of(one), types_of(other)
    both = [name for name in ours if name in theirs]
    if "integer" not in both and {("integer", "number"), ("number", "integer")} & {*product(ours, theirs)}:
        both.append("integer")
    if not both:
        raise Unsatisfiable(f"nothing is both {' or '.join(ours)} and {' or '.join(theirs)}")
    return both


def _choices(one: list[Any], other: list[Any]) -> list[Any]:
    both = [value for value in one if value in other]
    if not both:
        raise Unsatisfiable(f"no value is both in {one} and in {other}")
    return both


def _fields(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    names = dict.fromkeys((*one, *other))
    return {name: every(one.get(name, True), other.get(name, True)) for name in names}


def _multiple(one: float, other: float) -> float:
    whole = isinstance(one, int) and isinstance(other, int)
    return lcm(int(one), int(other)) if whole else max(one, other)


def _same(one: Any, other: Any) -> Any:
    raise Unsatisfiable(f"nothing is both {one!r} and {other!r}")


RULES: Mapping[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "enum": _choices,
    "const": _same,
    "properties": _fields,
    "patternProperties": _fields,
    "required": lambda one, other: list(dict.fromkeys((*one, *other))),
    "items": every,
    "additionalProperties": every,
    "additionalItems": every,
    "propertyNames": every,
    "contains": every,
    "not": lambda one, other: {"anyOf": [one, other]},
    "uniqueItems": lambda one, other: one or other,
    "multipleOf": _multiple,
    **dict.fromkeys(
        ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"), max
    ),
    **dict.fromkeys(
        ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"), min
    ),
}
