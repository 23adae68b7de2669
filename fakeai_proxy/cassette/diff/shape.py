"""The shape of JSON values: which members there are, of which types, with which values of an enumeration.

Pointers as in RFC 6901, with `*` for every item of a list and the `type` of an object, where it has one, in
brackets: `/content/*[text]/text`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DEPTH = 48
"""What is nested deeper is not looked into."""
FREE = ("metadata", "input", "logit_bias", "parameters", "properties", "schema", "arguments")
"""Members whose own members a caller or a model chooses."""
ENUMS = ("type", "object", "role", "finish_reason", "stop_reason", "status", "service_tier", "reason")
UNTYPED = ("tool_calls",)
"""Lists whose items give their type only once in a stream."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All by pointer."""

    types: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Of ENUMS."""
    times: Counter[str] = field(default_factory=Counter)
    """How often it was there."""

    def always(self, pointer: str) -> bool:
        """Whether every object around it had it."""
        return self.times[pointer] >= self.times[parent(pointer)]


def shape_of(values: Iterable[tuple[str, Any]]) -> Shape:
    """Of all `values` together, each by the name that its pointers begin with."""
    shape = Shape()
    for name, value in values:
        _note(shape, name, value, DEPTH)
    return shape


def parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def name_of(pointer: str) -> str:
    """Its last member, without the type of what is there."""
    return pointer.rpartition("/")[2].partition("[")[0]


def _note(shape: Shape, pointer: str, value: Any, depth: int) -> None:
    shape.types[pointer].add(type_of(value))
    shape.times[pointer] += 1
    if not depth or name_of(pointer) in FREE:
        return
    if isinstance(value, dict):
        _members(shape, pointer, value, depth)
    elif isinstance(value, list):
        for item in value:
            _note(shape, f"{pointer}/*", item, depth - 1)
    elif isinstance(value, str) and name_of(pointer) in ENUMS:
        shape.values[pointer].add(value)


def _members(shape: Shape, pointer: str, value: dict[str, Any], depth: int) -> None:
    kind, inner = value.get("type"), pointer
    if isinstance(kind, str) and "/" in pointer and name_of(parent(pointer)) not in UNTYPED:
        shape.values[f"{pointer}/type"].add(kind)
        inner = f"{pointer}[{_escaped(kind)}]"
        shape.types[inner].add("object")
        shape.times[inner] += 1
    for name, member in value.items():
        _note(shape, f"{inner}/{_escaped(name)}", member, depth - 1)


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def type_of(value: Any) -> str:
    """As JSON schema names it."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
