"""Items as they are kept and listed: each with an id, a type and a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fakeai_proxy.resources.resource import numbered

Item = Mapping[str, Any]

PREFIXES: Mapping[str, str] = {
    "message": "msg_",
    "reasoning": "rs_",
    "function_call": "fc_",
    "function_call_output": "fco_",
    "custom_tool_call": "ctc_",
    "custom_tool_call_output": "ctco_",
    "web_search_call": "ws_",
    "file_search_call": "fs_",
    "code_interpreter_call": "ci_",
    "image_generation_call": "ig_",
    "mcp_list_tools": "mcpl_",
    "mcp_call": "mcp_",
    "mcp_approval_request": "mcpr_",
    "mcp_approval_response": "mcprr_",
    "compaction": "cmp_",
}
"""What ids begin with, by the type of the item."""
STATELESS = ("reasoning", "compaction", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response")
"""Types of items that have no status."""
TAIL = 16
"""Hex digits of an id that tell the items of one response apart."""


def item_id(kind: str, name: str, number: int) -> str:
    """The id of the `number`-th item of a response or conversation called `name` (32 hex digits)."""
    return PREFIXES.get(kind, "item_") + name + numbered(name, number)[:TAIL]


def maker_of(id: str) -> str:
    """The name that `item_id` was given; "" for an id of another form."""
    name = id.rpartition("_")[2]
    return name[:-TAIL] if len(name) == 32 + TAIL else ""


def given(sent: str | Iterable[Item] | None, name: str) -> list[dict[str, Any]]:
    """What a client sent, as items of `name`; a text is a message of the user."""
    if sent is None:
        return []
    items = [{"role": "user", "content": sent}] if isinstance(sent, str) else sent
    return [formed(item, name, at) for at, item in enumerate(items)]


def formed(item: Item, name: str, number: int) -> dict[str, Any]:
    """`item` as it is kept."""
    kind = item.get("type") or ("message" if "role" in item else "item_reference")
    status = {} if kind in STATELESS else {"status": "completed"}
    head = {"id": item.get("id") or item_id(kind, name, number), "type": kind, **status}
    rest = {key: value for key, value in item.items() if key not in head and value is not None}
    if kind == "message":
        rest["content"] = parts_of(item["role"], item["content"])
    if kind == "reasoning":
        rest.setdefault("summary", [])
    return {**head, **rest}


def parts_of(role: str, content: str | Sequence[Item]) -> list[Item]:
    """The content of a message as a list, each part whole."""
    if isinstance(content, str):
        content = [{"type": "output_text" if role == "assistant" else "input_text", "text": content}]
    return [whole_part(part) for part in content]


def whole_part(part: Item) -> Item:
    if part["type"] == "output_text":
        return {
            **part,
            "annotations": part.get("annotations") or [],
            "logprobs": part.get("logprobs") or [],
        }
    return {**part, "detail": part.get("detail") or "auto"} if part["type"] == "input_image" else part
