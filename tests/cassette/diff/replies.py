"""Replies to compare."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.cassette.recording import Answered, Message, Slice

JSON = (("content-type", "application/json"),)
SSE = (("content-type", "text/event-stream"),)
DONE = b"data: [DONE]\n\n"


def whole(value: Any, **about: Any) -> Answered:
    """A reply of JSON."""
    body = json.dumps(value).encode()
    told = {"kind": "http", "status": 200, "headers": JSON, "head_ns": 0, "end_ns": 0, "end": "complete"}
    return Answered(**{**told, "body": body, "slices": (), **about})


def streamed(*values: Any, done: bool = True, named: bool = False, **about: Any) -> Answered:
    """A stream of server-sent events."""
    names = [f"event: {value['type']}\n" if named else "" for value in values]
    events = (
        f"{name}data: {json.dumps(value)}\n\n".encode() for name, value in zip(names, values, strict=True)
    )
    body = b"".join(events) + (DONE if done else b"")
    return whole(
        None, **{"kind": "sse", "headers": SSE, "body": body, "slices": (Slice(0, 0, len(body)),), **about}
    )


def chunk(finish: str | None = None, **delta: Any) -> dict[str, Any]:
    """Of a chat."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "choices": [choice]}


def chat(
    text: str | None = "Hello there", finish: str = "stop", calls: Any = None, **others: Any
) -> dict[str, Any]:
    """A completion."""
    message = {"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 5, "completion_tokens": 2}
    return {"id": "c", "object": "chat.completion", "choices": [choice], "usage": usage, **others}


def call(name: str, arguments: str) -> dict[str, Any]:
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}}


def spoken(*messages: Any) -> Answered:
    """A WebSocket on which the server said `messages`."""
    texts = [json.dumps(message).encode() for message in messages]
    starts = [sum(map(len, texts[:number])) for number in range(len(texts))]
    told = tuple(
        Message(0, "server", False, start, len(text)) for start, text in zip(starts, texts, strict=True)
    )
    return whole(None, kind="ws", status=101, body=b"".join(texts), messages=told)
