"""The events of a stream, and which of them each block makes.

https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from .blocks import Written

TICK = b""
"""What follows comes with the next token."""
DELTAS = {
    "text": ("text_delta", "text"),
    "thinking": ("thinking_delta", "thinking"),
    "tool_use": ("input_json_delta", "partial_json"),
}
"""By the type of the block: the type of its deltas, and what brings the text of them."""

EMPTY: Mapping[str, Mapping[str, Any]] = {
    "text": {"text": ""},
    "thinking": {"thinking": "", "signature": ""},
    "tool_use": {"input": {}},
}


def event(kind: str, **fields: Any) -> bytes:
    """One event."""
    content = to_json({"type": kind, **fields})
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), content)


def blocks(written: Sequence[Written]) -> Iterator[bytes]:
    """The events of all blocks, with as many TICKs as tokens were written for them."""
    for index, one in enumerate(written):
        yield from block(one, index)


def block(one: Written, index: int) -> Iterator[bytes]:
    kind = one.item["type"]
    named, field = DELTAS[kind]
    if kind == "tool_use":
        yield from (TICK for _ in range(one.before))
    yield event("content_block_start", index=index, content_block=emptied(one.item))
    if index == 0:
        yield event("ping")
    if kind == "tool_use":
        yield delta(index, named, **{field: ""})
    else:
        yield from (TICK for _ in range(one.before))
    for piece in one.pieces:
        yield TICK
        yield delta(index, named, **{field: piece})
    if kind == "thinking":
        yield delta(index, "signature_delta", signature=one.item["signature"])
    yield event("content_block_stop", index=index)


def delta(index: int, kind: str, **fields: Any) -> bytes:
    return event("content_block_delta", index=index, delta={"type": kind, **fields})


def emptied(item: Mapping[str, Any]) -> dict[str, Any]:
    """`item` before there is anything in it."""
    return {**item, **EMPTY[item["type"]]}
