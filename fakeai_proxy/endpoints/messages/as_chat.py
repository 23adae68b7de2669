"""A message as the chat that it is: its blocks as messages, its parameters under the names of chats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.wire.anthropic import CountRequest
from fakeai_proxy.wire.chat import ChatRequest

from .thinking import effort_of
from .tools import tools_of

Block = Mapping[str, Any]
Part = dict[str, Any]
UNSAID = ("thinking", "redacted_thinking", "tool_use", "tool_result")
"""Types of blocks that are no part of what a message says; former thoughts are not read again."""
MODES = {"auto": "auto", "any": "required", "none": "none"}


def chat_of(body: CountRequest, **fields: Any) -> ChatRequest:
    """`body` as a chat; `fields` are those of a chat that it has no other words for."""
    tools, choice = tools_of(body.tools or ()), body.tool_choice or {"type": "auto"}
    return ChatRequest.model_construct(
        model=body.model,
        messages=messages_of(body) or [{"role": "user", "content": ""}],
        tools=tools or None,
        tool_choice=choice_of(choice, tools) if tools else None,
        parallel_tool_calls=not choice.get("disable_parallel_tool_use"),
        response_format=format_of(body),
        reasoning_effort=effort_of(body),
        **fields,
    )


def choice_of(choice: Mapping[str, Any], tools: Sequence[Any]) -> Any:
    """A tool that Anthropic runs itself is not called by the client."""
    if choice["type"] != "tool":
        return MODES[choice["type"]]
    name = choice.get("name")
    known = any(tool["function"]["name"] == name for tool in tools)
    return {"type": "function", "function": {"name": name}} if known else "none"


def format_of(body: CountRequest) -> Any:
    form = (body.output_config or {}).get("format") or body.output_format
    return (
        {"type": "json_schema", "json_schema": {"name": "output", "schema": form["schema"]}} if form else None
    )


def messages_of(body: CountRequest) -> list[dict[str, Any]]:
    """Tools come first, then the system prompt, then what was said: so all of it is cached."""
    messages: list[dict[str, Any]] = [{"role": "system", "content": ""}] if body.tools else []
    if body.system:
        messages.append({"role": "system", "content": content_of(body.system)})
    for message in body.messages:
        beside, rest = said(message)
        called = rest and rest[0]["role"] == "tool"  # what stands beside results is no new question
        messages[len(messages) - bool(called) : len(messages) - bool(called)] = beside
        messages += rest
    return messages


def said(message: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The messages of a chat that say the same: what is said beside results of calls, and all else."""
    blocks = blocks_of(message["content"])
    results = [result_of(block) for block in blocks if block["type"] == "tool_result"]
    calls = [call_of(block) for block in blocks if block["type"] == "tool_use"]
    content = content_of([block for block in blocks if block["type"] not in UNSAID])
    if calls:
        return [], [{"role": "assistant", "content": content or None, "tool_calls": calls}]
    plain = [{"role": "system" if results else message["role"], "content": content}] if content else []
    return (plain, results) if results else ([], plain)


def blocks_of(content: str | Sequence[Block]) -> Sequence[Block]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def content_of(content: str | Sequence[Block]) -> str | list[Part]:
    """As a text, where it is nothing else."""
    if isinstance(content, str):
        return content
    parts = [part for block in content for part in parts_of(block)]
    if all(part["type"] == "text" for part in parts):
        return "\n".join(part["text"] for part in parts)
    return parts


def parts_of(block: Block) -> Iterator[Part]:
    """A block as parts of a message."""
    match block["type"]:
        case "text":
            yield text(block["text"])
        case "image":
            yield {"type": "image_url", "image_url": image_of(block["source"])}
        case "document":
            yield from (text(block[name]) for name in ("title", "context") if block.get(name))
            yield from document_of(block["source"])
        case "search_result":
            yield from (text(block[name]) for name in ("title", "source"))
            yield from (text(part["text"]) for part in block["content"])
        case _:
            yield text(to_json({key: block[key] for key in block if key != "cache_control"}).decode())


def text(content: str) -> Part:
    return {"type": "text", "text": content}


def image_of(source: Block) -> Part:
    match source["type"]:
        case "base64":
            return {"url": data_url(source)}
        case "file":
            return {"url": "", "file_id": source["file_id"]}
    return {"url": source["url"]}


def document_of(source: Block) -> Iterable[Part]:
    match source["type"]:
        case "text":
            return (text(source["data"]),)
        case "content":
            return (part for block in blocks_of(source["content"]) for part in parts_of(block))
        case "base64":
            return ({"type": "file", "file": {"file_data": data_url(source)}},)
        case "file":
            return ({"type": "file", "file": {"file_id": source["file_id"]}},)
    return ({"type": "file", "file": {"file_url": source["url"]}},)


def data_url(source: Block) -> str:
    return f"data:{source['media_type']};base64,{source['data']}"


def call_of(block: Block) -> dict[str, Any]:
    function = {"name": block["name"], "arguments": to_json(block["input"]).decode()}
    return {"id": block["id"], "type": "function", "function": function}


def result_of(block: Block) -> dict[str, Any]:
    return {
        "role": "tool",
        "tool_call_id": block["tool_use_id"],
        "content": content_of(block.get("content") or ""),
    }
