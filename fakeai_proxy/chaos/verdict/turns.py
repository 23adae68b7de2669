"""The conversation in the body of a request, whatever API it is written for.

Chat completions and Anthropic messages have `messages`, responses have `input`. Any part may be wrong: it is
a client's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.canonical_json import canonical_json

from .attempt import ToolResult

DIGEST_BYTES = 12
ID_CHARACTERS = 64
"""Of an id that is kept."""
FAILED = ("error", "invalid", "failed", "failure", "exception", "traceback", "tool error", "tool call error")
"""How the result of a tool call that was not executed begins, in most clients."""

TOOL_BLOCKS = ("tool_use", "tool_result")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of user or model, or what came out of tools."""

    role: str
    text: str
    results: tuple[ToolResult, ...] = ()
    other: bytes = b""
    """Hash of what is neither text nor of tools: images, files."""


def text_digest(text: str) -> bytes:
    """A hash of `text` without white space; empty for none."""
    bare = "".join(text.split())
    return blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest() if bare else b""


def turns(body: Any) -> Iterator[Turn]:
    """In order; instructions of the system are left out."""
    if not isinstance(body, dict):
        return
    said = body.get("messages", body.get("input"))
    if isinstance(said, str):
        yield Turn("user", said)
    elif isinstance(said, list):
        for item in said:
            if isinstance(item, dict) and (turn := _turn(item)):
                yield turn


def _turn(item: dict[str, Any]) -> Turn | None:
    if item.get("type") in ("function_call_output", "custom_tool_call_output"):
        return Turn("tool", "", (_result(item.get("call_id"), item.get("output"), False),))
    role, content = item.get("role"), item.get("content")
    if role in ("tool", "function"):
        return Turn("tool", "", (_result(item.get("tool_call_id"), content, False),))
    if role not in ("user", "assistant"):
        return None
    results = tuple(
        _result(block.get("tool_use_id"), block.get("content"), block.get("is_error") is True)
        for block in _blocks(content)
        if block.get("type") == "tool_result"
    )
    return Turn(role, text_of(content), results, _other(content))


def _blocks(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        yield from (block for block in content if isinstance(block, dict))


def _other(content: Any) -> bytes:
    blocks = [block for block in _blocks(content) if not isinstance(block.get("text"), str)]
    blocks = [block for block in blocks if block.get("type") not in TOOL_BLOCKS]
    return blake2b(canonical_json(blocks), digest_size=DIGEST_BYTES).digest() if blocks else b""


def text_of(content: Any) -> str:
    """The words of a message: a string, or blocks of which some are text."""
    if isinstance(content, str):
        return content
    return "".join(text for block in _blocks(content) if isinstance(text := block.get("text"), str))


def _result(id: Any, content: Any, is_error: bool) -> ToolResult:
    text = text_of(content)
    digest = blake2b(canonical_json(content), digest_size=DIGEST_BYTES).digest()
    return ToolResult(str(id)[:ID_CHARACTERS], digest, is_error or tells_error(text))


def tells_error(text: str) -> bool:
    """Whether the result of a tool call says that there is none."""
    if text.lstrip(" \t\r\n[(\"'<*").lower().startswith(FAILED):
        return True
    with suppress(ValueError):
        value = from_json(text)
        return isinstance(value, dict) and bool(value.get("error"))
    return False
