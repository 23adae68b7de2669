"""Anthropic's `message`, whole and as events.

https://docs.anthropic.com/en/docs/build-with-claude/streaming
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from .family import Named, Object, objects, text_of
from .pieces import words

PIECES = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}
STREAMED = {"text": "text_delta", "thinking": "thinking_delta", "signature": "signature_delta"}


class Messages:
    """Blocks by index."""

    DONE = False

    def whole(self, events: Sequence[Object]) -> Object | None:
        message: Object = {}
        blocks: dict[int, Object] = {}
        for event in events:
            match event.get("type"):
                case "message_start":
                    message = dict(event["message"])
                case "content_block_start":
                    blocks[event["index"]] = dict(event["content_block"])
                case "content_block_delta":
                    _add(blocks[event["index"]], event["delta"])
                case "message_delta":
                    usage = {**(message.get("usage") or {}), **(event.get("usage") or {})}
                    message |= {**event["delta"], "usage": usage}
                case "message_stop":
                    return {**message, "content": [_closed(block) for _, block in sorted(blocks.items())]}
        return None

    def events(self, body: Object, usage: bool) -> Iterator[Named]:
        for value in _events(body):
            yield Named(value["type"], value)


FAMILY = Messages()


def _add(block: Object, delta: Object) -> None:
    kind = delta.get("type")
    if kind == "input_json_delta":
        block["partial"] = block.get("partial", "") + delta["partial_json"]
    elif kind == "citations_delta":
        block["citations"] = [*(block.get("citations") or ()), delta["citation"]]
    elif kind in PIECES:
        name = PIECES[kind]
        block[name] = text_of(block.get(name)) + delta[name]


def _closed(block: Object) -> Object:
    partial = block.pop("partial", "")
    return {**block, "input": from_json(partial)} if partial else block


def _events(body: Object) -> Iterator[Object]:
    counts = body.get("usage") or {}
    begun = {**body, "content": [], "stop_reason": None, "stop_sequence": None}
    yield {"type": "message_start", "message": {**begun, "usage": {**counts, "output_tokens": 0}}}
    for index, block in enumerate(objects(body.get("content"))):
        yield from _block(index, block)
    ended = {name: body.get(name) for name in ("stop_reason", "stop_sequence")}
    yield {
        "type": "message_delta",
        "delta": ended,
        "usage": {"output_tokens": counts.get("output_tokens", 0)},
    }
    yield {"type": "message_stop"}


def _block(index: int, block: Object) -> Iterator[Object]:
    empty = {
        name: "" if name in STREAMED else {} if name == "input" else value for name, value in block.items()
    }
    if block.get("citations"):
        empty["citations"] = []
    yield {"type": "content_block_start", "index": index, "content_block": empty}
    for delta in _deltas(block):
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _deltas(block: Object) -> Iterator[dict[str, Any]]:
    for name, kind in STREAMED.items():
        whole = text_of(block.get(name))
        for piece in [whole] if name == "signature" and whole else words(whole):
            yield {"type": kind, name: piece}
    for citation in objects(block.get("citations")):
        yield {"type": "citations_delta", "citation": citation}
    if block.get("input"):
        yield {"type": "input_json_delta", "partial_json": to_json(block["input"]).decode()}
