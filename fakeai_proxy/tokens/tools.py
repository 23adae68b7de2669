"""Tool definitions as the model reads them: TypeScript declarations in the system message.

OpenAI does not publish this form. The one here gives the prompt_tokens of recorded exchanges with
gpt-3.5-turbo (2023), gpt-4o and gpt-4.1 (2025), which tests repeat; nested objects may be off by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
TYPES = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def declarations(functions: Sequence[Schema], *, compact: bool) -> str:
    """One TypeScript namespace that declares `functions` (each {name, description?, parameters?}).

    `compact`: parameters without descriptions share one line, as newer models have it.
    """
    lines = ["namespace functions {", ""]
    for function in functions:
        lines += [
            *_comment(function),
            f"type {function['name']} = ({_argument(function, compact)}) => any;",
            "",
        ]
    return "\n".join([*lines, "} // namespace functions"])


def _argument(function: Schema, compact: bool) -> str:
    parameters: Any = function.get("parameters")
    match parameters:
        case {"properties": {**properties}} if properties:
            fields = list(_fields(parameters))
        case _:
            return ""
    if compact and not any("\n" in field or field.startswith("//") for field in fields):
        return f"_: {{ {' '.join(fields).removesuffix(',')} }}"
    return "\n".join(["_: {", *fields, "}"])


def _fields(schema: Schema, indent: str = "") -> Iterator[str]:
    required = schema.get("required")
    for name, field in schema["properties"].items():
        if not indent:
            yield from _comment(field)
        mark = "" if isinstance(required, list) and name in required else "?"
        yield f"{indent}{name}{mark}: {_type(field, indent)},"


def _type(schema: Any, indent: str) -> str:
    match schema:
        case {"enum": [*values]}:
            return " | ".join(map(json.dumps, values))
        case {"anyOf": [*options]} | {"oneOf": [*options]}:
            return " | ".join(_type(option, indent) for option in options)
        case {"type": [*names]}:
            return " | ".join(TYPES.get(str(name), "any") for name in names)
        case {"type": "array", "items": items}:
            return _type(items, indent) + "[]"
        case {"type": "array"}:
            return "any[]"
        case {"type": "object", "properties": {**properties}} if properties:
            return "\n".join(["{", *_fields(schema, indent + "  "), "}"])
        case {"type": str(name)}:
            return TYPES.get(name, "any")
        case _:
            return "any"


def _comment(schema: Any) -> Iterator[str]:
    """The description: comment slashes before its first line only, no indentation."""
    description = schema.get("description") if isinstance(schema, Mapping) else None
    if isinstance(description, str) and description:
        yield "// " + "\n".join(line.strip() for line in description.split("\n"))
