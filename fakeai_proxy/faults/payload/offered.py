"""The tools that a request offers, as each API family writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

from .edit import Object

EXAMPLES: Mapping[str, Any] = {
    "string": "example",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}
"""A value of each type of JSON Schema."""


def offered_tools(request: Request) -> dict[str, Object]:
    """Name of each function offered -> JSON Schema of its arguments."""
    try:
        tools = request.json.get("tools") if isinstance(request.json, dict) else None
    except ApiError:
        return {}
    described = [_described(tool) for tool in tools or () if isinstance(tool, dict)]
    return {name: schema if isinstance(schema, dict) else {} for name, schema in described if name}


def _described(tool: Object) -> tuple[str, Any]:
    """Chat completions nest the function, the Responses API does not, Anthropic says `input_schema`."""
    function = tool.get("function")
    said: Object = function if isinstance(function, dict) else tool
    name = said.get("name")
    return name if isinstance(name, str) else "", said.get("parameters", said.get("input_schema"))


def arguments_for(schema: Object) -> Object:
    """Arguments of the right names and types; of a choice of values the first."""
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {name: _example(told) for name, told in properties.items() if isinstance(told, dict)}


def _example(schema: Object) -> Any:
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        return choices[0]
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next(iter(kind), None)
    return arguments_for(schema) if kind == "object" else EXAMPLES.get(str(kind))
