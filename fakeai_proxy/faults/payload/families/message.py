"""`message` of Anthropic."""

from __future__ import annotations

import json
from typing import ClassVar

from fakeai_proxy.faults.payload.edit import (
    CALL,
    CALLS,
    FILTER,
    LENGTH,
    OTHER,
    REASONING,
    REFUSAL,
    REFUSED,
    STOP,
    TEXT,
    Block,
    Call,
    Object,
    Place,
    Said,
)

from .family import Family, Whole, objects, text_of

REASONS = {STOP: "end_turn", LENGTH: "max_tokens", CALLS: "tool_use", FILTER: "refusal", REFUSED: "refusal"}
KINDS = {"text": TEXT, "thinking": REASONING, "redacted_thinking": REASONING, "tool_use": CALL}
FIELDS = {"text": "text", "thinking": "thinking"}


class Message(Whole):
    """https://docs.anthropic.com/en/api/messages"""

    reasons: ClassVar = REASONS

    def body(self, answer: Object) -> None:
        content, calls = list[Object](), list[Call]()
        for number, block in enumerate(objects(answer.get("content"))):
            if dropped(self, number, block):
                continue
            if self.edit.closes and block.get("type") == "tool_use":
                calls.append(call_of(block, json.dumps(block.get("input"), ensure_ascii=False)))
                continue
            if block.get("type") == "text":
                block["text"] = self.whole(Place(0, number), text_of(block.get("text")))
            content.append(block)
        if self.edit.closes:
            content += [wire_block(block) for block in self.closing(0, calls)]
        if content or answer.get("content"):
            answer["content"] = content
        self.conclude(0, answer, "stop_reason")
        self.edit.speaker(answer)
        self.edit.envelope(answer)
        self.account(answer)


def dropped(family: Family, number: int, block: Object) -> bool:
    """Whether a content block is left out."""
    kind = KINDS.get(block.get("type", ""), OTHER)
    said = text_of(block.get(FIELDS.get(block.get("type", ""), "")))
    if kind == CALL and block.get("input"):
        said = json.dumps(block["input"], ensure_ascii=False)
    return family.dropped(kind, Place(0, number), said)


def call_of(block: Object, arguments: str, pieces: int = 1) -> Call:
    """A `tool_use` block."""
    rest = {name: value for name, value in block.items() if name not in ("type", "id", "name", "input")}
    return Call(block.get("id"), text_of(block.get("name")), arguments, pieces=pieces, rest=rest)


def wire_block(block: Block) -> Object:
    """A content block; arguments that are no JSON stand in `input` as text."""
    match block:
        case Call():
            value = block.value
            return {**opening_of(block), "input": block.arguments if value is None else value}
        case Said():
            return said_block(block.kind, block.text)
        case _:
            return dict(block.value)


def opening_of(call: Call) -> Object:
    """A `tool_use` block before its input; without an id there is no such field."""
    return {
        "type": "tool_use",
        **({} if call.id is None else {"id": call.id}),
        "name": call.name,
        "input": {},
        **call.rest,
    }


def said_block(kind: str, text: str) -> Object:
    """A block of text or thinking; a refusal is text here."""
    if kind == REASONING:
        return {"type": "thinking", "thinking": text, "signature": ""}
    return {"type": "text", "text": text}


__all__ = ["REASONS", "REFUSAL", "Message", "call_of", "dropped", "opening_of", "said_block", "wire_block"]
