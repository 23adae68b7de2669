"""Tools as a chat has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
STRING: Schema = {"type": "string"}
POINT: Schema = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}


def chosen(field: str, names: str, *needed: str, **others: Schema) -> Schema:
    """An object whose `field` is one of `names`."""
    properties = {field: {"type": "string", "enum": names.split()}, **others}
    return {"type": "object", "properties": properties, "required": [field, *needed]}


KNOWN: Mapping[str, tuple[str, Schema]] = {
    "bash_": (
        "Runs a command in a shell.",
        {"type": "object", "properties": {"command": STRING}, "required": ["command"]},
    ),
    "text_editor_": (
        "Views and edits text files.",
        chosen("command", "view create", "path", "file_text", path=STRING, file_text=STRING),
    ),
    "computer_": (
        "Looks at a screen, and uses mouse and keyboard.",
        chosen("action", "screenshot left_click mouse_move", "coordinate", coordinate=POINT),
    ),
    "memory_": (
        "Keeps files of what is to be remembered.",
        chosen("command", "view create", "path", "file_text", path=STRING, file_text=STRING),
    ),
}
"""By what the types of the tools begin with whose input Anthropic lays down, and which the client runs."""
NAMES = {"text_editor_": "str_replace_based_edit_tool"}


def tools_of(tools: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those that the client runs, as functions."""
    return [{"type": "function", "function": function} for tool in tools for function in functions_of(tool)]


def functions_of(tool: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind = tool.get("type") or "custom"
    if kind == "custom":
        described = {"description": tool["description"]} if tool.get("description") else {}
        yield {"name": tool["name"], **described, "parameters": tool["input_schema"]}
        return
    for start, (description, schema) in KNOWN.items():
        if kind.startswith(start):
            name = tool.get("name") or NAMES.get(start, start.removesuffix("_"))
            yield {"name": name, "description": description, "parameters": schema}
