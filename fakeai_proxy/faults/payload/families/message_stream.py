"""The events of a `message` of Anthropic.

message_start ─► (content_block_start ─► content_block_delta... ─► content_block_stop)...
─► [what closes the answer] ─► message_delta with stop_reason and usage ─► message_stop
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from fakeai_proxy.faults.payload.edit import TEXT, Block, Call, Edit, Object, Place, Said, cut

from .family import Named, Streamed, object_of, text_of
from .message import FIELDS, KINDS, REASONS, call_of, dropped, opening_of, wire_block

DELTAS = {"text": "text_delta", "thinking": "thinking_delta"}

OF_A_BLOCK = ("content_block_delta", "content_block_stop")
"""Of one that has begun; else they pass as they are."""


class MessageEvents(Streamed):
    """https://docs.anthropic.com/en/docs/build-with-claude/streaming"""

    reasons: ClassVar = REASONS

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit)
        self._blocks: dict[int, Object] = {}
        """Blocks under way, by the index they came with."""
        self._numbers: dict[int, int] = {}
        """Of those that stay: index they came with -> index they go out with."""
        self._next = 0
        self._held: dict[int, list[str]] = {}
        self._calls: list[Call] = []
        self._closed = False

    def event(self, name: str, value: Object) -> Iterable[Named]:
        index, kind = value.get("index", 0), value.get("type")
        if kind in OF_A_BLOCK and index not in self._blocks:
            yield name, value
            return
        match kind:
            case "message_start":
                self._opens(object_of(value.get("message")))
                yield name, value
            case "content_block_start":
                if self._begins(index, object_of(value.get("content_block"))):
                    yield name, {**value, "index": self._numbers[index]}
            case "content_block_delta":
                if self._goes_on(index, object_of(value.get("delta"))):
                    yield name, {**value, "index": self._numbers[index]}
            case "content_block_stop":
                yield from self._ends(index, name, value)
            case "message_delta":
                yield from self.finish()
                self._tells_why(value)
                yield name, value
            case _:
                yield name, value

    def finish(self) -> Iterable[Named]:
        if not self._closed and self.edit.closes:
            for block in self.closing(0, self._calls):
                yield from events_of(block, self._number())
        self._closed = True

    def _opens(self, message: Object) -> None:
        self.edit.speaker(message)
        self.edit.envelope(message)
        self.edit.usage(message)

    def _tells_why(self, value: Object) -> None:
        delta = object_of(value.get("delta"))
        if "stop_reason" in delta:
            self.conclude(0, delta, "stop_reason")
        self.account(value)

    def _begins(self, index: int, block: Object) -> bool:
        """Whether the block goes out as it comes; a call may be held back."""
        self._blocks[index] = block
        if dropped(self, index, block):
            return False
        if self.edit.closes and block.get("type") == "tool_use":
            self._held[index] = []
            return False
        self._numbers[index] = self._number()
        return True

    def _goes_on(self, index: int, delta: Object) -> bool:
        if index in self._held:
            self._held[index].append(text_of(delta.get("partial_json")))
            return False
        kind = KINDS.get(self._blocks.get(index, {}).get("type", ""), "")
        if index not in self._numbers:
            self.dropped(kind, Place(0, index), said_by(delta))
            return False
        if kind != TEXT or not (text := text_of(delta.get("text"))):
            return True
        delta["text"] = self.piece(Place(0, index), text)
        return bool(delta["text"])

    def _ends(self, index: int, name: str, value: Object) -> Iterator[Named]:
        block = self._blocks.pop(index, {})
        if index in self._held:
            pieces = self._held.pop(index)
            self._calls.append(call_of(block, "".join(pieces) or "{}", len(list(filter(None, pieces)))))
        elif index in self._numbers:
            number = self._numbers.pop(index)
            if KINDS.get(block.get("type", "")) == TEXT:
                for piece in self.rest(Place(0, index)):
                    yield said_delta("text", number, piece)
            yield name, {**value, "index": number}

    def _number(self) -> int:
        self._next += 1
        return self._next - 1


def said_by(delta: Object) -> str:
    """Text, thought or arguments of a delta."""
    return "".join(text_of(delta.get(name)) for name in ("text", "thinking", "partial_json"))


def events_of(block: Block, number: int) -> Iterator[Named]:
    """The events of a whole block."""
    wire = opening_of(block) if isinstance(block, Call) else wire_block(block)
    opening = {**wire, **{field: "" for kind, field in FIELDS.items() if kind == wire.get("type")}}
    yield event("content_block_start", number, content_block=opening)
    match block:
        case Call():
            for piece in cut(block.arguments, block.pieces):
                yield event(
                    "content_block_delta", number, delta={"type": "input_json_delta", "partial_json": piece}
                )
        case Said():
            yield said_delta(wire["type"], number, block.text)
    yield event("content_block_stop", number)


def said_delta(kind: str, number: int, text: str) -> Named:
    return event("content_block_delta", number, delta={"type": DELTAS[kind], FIELDS[kind]: text})


def event(name: str, number: int, **more: Object) -> Named:
    return name, {"type": name, "index": number, **more}
