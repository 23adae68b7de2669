"""Whether a tool call may be executed: it names an offered tool, and its arguments are what that tool takes.

Of JSON Schema the keywords that tools use: type, enum, required, properties, additionalProperties, items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json

NAME_CHARACTERS = 64
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}

Tools = Mapping[str, Any]
"""Name -> schema of the arguments."""


def tools_of(body: Any) -> Tools:
    """The tools that a request offers, in any API."""
    if not isinstance(body, dict):
        return {}
    listed = [*_dicts(body.get("tools")), *_dicts(body.get("functions"))]
    inner = [next(_dicts([tool.get("function")]), tool) for tool in listed]
    return {
        name: tool.get("parameters", tool.get("input_schema"))
        for tool in inner
        if isinstance(name := tool.get("name"), str)
    }


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def problem(name: str, arguments: Any, tools: Tools) -> str:
    """What is wrong with a call of `name` with `arguments` (JSON text, or a value); "" for nothing.

    Tells names and types, never values.
    """
    if not name:
        return "no name"
    if tools and name not in tools:
        return "a tool that was not offered"
    if isinstance(arguments, str):
        try:
            arguments = from_json(arguments or "{}")
        except ValueError:
            return "arguments that are not JSON"
    if not isinstance(arguments, dict):
        return "arguments that are not an object"
    return next(misfits(tools.get(name), arguments), "")


def misfits(schema: Any, value: Any, place: str = "arguments") -> Iterator[str]:
    """Where `value` is not what `schema` asks for. A schema that is none asks for nothing."""
    if not isinstance(schema, dict):
        return
    if not _has_type(schema.get("type"), value):
        yield f"{place}: not of type {_types(schema['type'])}"
        return
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        yield f"{place}: none of the values allowed"
    if isinstance(value, dict):
        yield from _members(schema, value, place)
    elif isinstance(value, list):
        for each in value:
            yield from misfits(schema.get("items"), each, f"{place}[]")


def _members(schema: dict[str, Any], value: dict[str, Any], place: str) -> Iterator[str]:
    known = schema.get("properties")
    properties: dict[str, Any] = known if isinstance(known, dict) else {}
    required = schema.get("required")
    for name in required if isinstance(required, list) else ():
        if isinstance(name, str) and name not in value:
            yield f"{place}: without '{name[:NAME_CHARACTERS]}'"
    if schema.get("additionalProperties") is False and not value.keys() <= properties.keys():
        yield f"{place}: with a member that is not taken"
    for name, each in value.items():
        if name in properties:
            yield from misfits(properties[name], each, f"{place}.{name[:NAME_CHARACTERS]}")


def _has_type(asked: Any, value: Any) -> bool:
    names = [asked] if isinstance(asked, str) else asked
    if not isinstance(names, list) or not all(isinstance(name, str) and name in TYPES for name in names):
        return True
    if isinstance(value, bool):
        return "boolean" in names
    if isinstance(value, float) and value.is_integer() and "integer" in names:
        return True
    return any(isinstance(value, TYPES[name]) for name in names)


def _types(asked: Any) -> str:
    return asked if isinstance(asked, str) else " or ".join(asked)
