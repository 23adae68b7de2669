"""What a recording says: prompt, completion and token counts, whichever API it is of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from .recording import Answered, Asked

TEXTS = ("text", "content", "thinking", "input_text", "output_text", "refusal", "summary", "output")
"""Members of a part of a message that hold what it says, or parts of it."""


class Turn(NamedTuple):
    """Who says what."""

    role: str
    text: str


class Usage(NamedTuple):
    """Tokens, as the provider counted them."""

    prompt: int = 0
    cached: int = 0
    """Of `prompt`."""
    completion: int = 0


def asked(request: Asked) -> list[Turn]:
    """The messages of the request; of other APIs their prompt or input."""
    body = _json(request.body)
    if not isinstance(body, dict):
        return []
    turns = [Turn("system", text) for name in ("system", "instructions") if (text := text_of(body.get(name)))]
    for name in ("messages", "input", "prompt"):
        turns += _turns(body.get(name))
    return turns


def answered(reply: Answered) -> list[Turn]:
    """What came back, events put together: texts, reasoning and calls of tools."""
    found: dict[tuple[str, int], str] = {}
    for value in payloads(reply):
        for role, index, text in _pieces(value):
            found[role, index] = found.get((role, index), "") + text
    return [Turn(role, text) for (role, _), text in sorted(found.items(), key=_place) if text]


def usage(reply: Answered) -> Usage:
    """The counts of the reply; zeros where it has none."""
    counts: dict[str, Any] = {}
    for value in payloads(reply):
        if isinstance(value, dict):
            for holder in (value, value.get("response"), value.get("message")):
                told = holder.get("usage") if isinstance(holder, dict) else None
                counts |= (
                    {name: it for name, it in told.items() if it is not None}
                    if isinstance(told, dict)
                    else {}
                )
    details = counts.get("prompt_tokens_details") or counts.get("input_tokens_details")
    read = _count(counts, "cache_read_input_tokens")
    prompt = _count(counts, "prompt_tokens") or _count(counts, "input_tokens")
    return Usage(
        prompt + read + _count(counts, "cache_creation_input_tokens"),
        read + _count(details, "cached_tokens"),
        _count(counts, "completion_tokens") or _count(counts, "output_tokens"),
    )


def payloads(reply: Answered) -> Iterator[Any]:
    """The JSON of a reply: of a stream that of each event, of a WebSocket of each message, else the whole."""
    if not reply.messages:
        yield from _values(reply.body, reply.kind)
    for one in reply.messages:
        if one.sender == "server" and not one.binary:
            yield _json(reply.body[one.start : one.start + one.size])


def spoken(piece: bytes, kind: str) -> str:
    """What a piece of a stream of that kind adds to the completion."""
    return "".join(text for value in _values(piece, kind) for _, _, text in _pieces(value))


def _values(body: bytes, kind: str) -> Iterator[Any]:
    if kind not in ("sse", "ndjson"):
        yield _json(body)
        return
    for line in body.splitlines():
        yield _json(line.removeprefix(b"data:") if kind == "sse" else line)


def text_of(value: Any) -> str:
    """The text of a message's content, whatever its shape."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, map(text_of, value)))
    if isinstance(value, dict):
        return "\n".join(filter(None, (text_of(value.get(name)) for name in TEXTS)))
    return ""


def _turns(value: Any) -> list[Turn]:
    if isinstance(value, str):
        return [Turn("user", value)]
    turns = []
    for item in value if isinstance(value, list) else ():
        role = str(item.get("role") or item.get("type") or "user") if isinstance(item, dict) else "user"
        calls = [text for _, _, text in _calls(item, 0)] if isinstance(item, dict) else []
        if text := "\n".join(filter(None, (text_of(item), *calls))):
            turns.append(Turn(role, text))
    return turns


def _pieces(value: Any) -> Iterator[tuple[str, int, str]]:
    """(role, index, text) of a reply or of one event of it."""
    if not isinstance(value, dict):
        return
    for choice in _list(value.get("choices")):
        index, message = _count(choice, "index"), choice.get("message") or choice.get("delta") or choice
        yield from _message(message, index)
    kind = str(value.get("type") or "")
    if isinstance(value.get("delta"), str) and not kind.endswith("audio.delta"):  # response.output_text.delta
        role = {"response.function_call_arguments.delta": "tool call"}.get(kind, "assistant")
        yield "reasoning" if "reasoning" in kind else role, _count(value, "output_index"), value["delta"]
    elif isinstance(value.get("delta"), dict):  # messages: content_block_delta
        yield from _block(value["delta"], _count(value, "index"))
    elif kind == "content_block_start":
        yield from _block(value.get("content_block"), _count(value, "index"))
    elif kind == "message" or value.get("object") == "response":
        for index, block in enumerate(_list(value.get("content") or value.get("output"))):
            yield from _block(block, index)
    elif "error" in value:
        yield "error", 0, text_of(value["error"]) or str((value["error"] or {}).get("message", ""))


def _message(message: Any, index: int) -> Iterator[tuple[str, int, str]]:
    if isinstance(message, dict):
        for name in ("reasoning_content", "reasoning"):
            if isinstance(message.get(name), str):
                yield "reasoning", index, message[name]
        yield "assistant", index, text_of(message.get("content")) or str(message.get("text") or "")
        yield from _calls(message, index)


def _calls(message: Any, index: int) -> Iterator[tuple[str, int, str]]:
    for position, call in enumerate(_list(message.get("tool_calls"))):
        function = call.get("function") or {}
        place = 100 * index + (_count(call, "index") or position)
        if name := function.get("name"):
            yield "tool call", place, f"{name} "
        yield "tool call", place, str(function.get("arguments") or "")


def _block(block: Any, index: int) -> Iterator[tuple[str, int, str]]:
    """A part of Anthropic's messages or OpenAI's responses, or a piece of one."""
    if not isinstance(block, dict):
        return
    if block.get("name"):
        arguments = block.get("arguments") or (json.dumps(block["input"]) if block.get("input") else "")
        yield "tool call", index, f"{block['name']} {arguments}"
    elif "partial_json" in block:
        yield "tool call", index, str(block["partial_json"])
    else:
        yield (
            "reasoning" if "thinking" in block or block.get("type") == "reasoning" else "assistant",
            index,
            text_of(block),
        )


def _place(item: tuple[tuple[str, int], str]) -> tuple[int, int]:
    (role, index), _ = item
    return ("reasoning", "assistant", "tool call", "error").index(role), index


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _list(value: Any) -> list[Any]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _count(holder: Any, name: str) -> int:
    value = holder.get(name) if isinstance(holder, dict) else 0
    return value if isinstance(value, int) else 0
