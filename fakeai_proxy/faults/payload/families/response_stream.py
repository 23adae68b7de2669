"""The events of a `response`.

response.created ─► (output_item.added ─► deltas... ─► done... ─► output_item.done)...
─► [what closes the answer] ─► response.completed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from fakeai_proxy.faults.payload.edit import CALL, REASONING, Call, Edit, Object, Place

from .family import Named, Streamed, object_of, objects, text_of
from .response import REASONS, call_of, conclude, edit_texts, kind_of, set_text, wire_item
from .response_items import events_of, said_delta

CONCLUSIONS = ("response.completed", "response.incomplete", "response.failed")


class ResponseEvents(Streamed):
    """https://platform.openai.com/docs/api-reference/responses-streaming"""

    reasons: ClassVar = REASONS

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit)
        self._id = ""
        self._sequence: int | None = None
        self._numbers: dict[int, int] = {}
        """Of items that begin and go out as they come: index they came with -> index they go out with."""
        self._next = 0
        self._pieces: dict[int, int] = {}
        """Of calls that are held back: in how many pieces the arguments came."""
        self._gone: dict[int, str] = {}
        """Items that are left out, and of which kind they are."""
        self._calls: list[Call] = []
        self._said: dict[tuple[int, int], str] = {}
        """Texts whose beginning was seen, by item and part."""
        self._done: dict[int, Object] = {}
        self._added: list[Object] = []
        self._closed = False

    def event(self, name: str, value: Object) -> Iterable[Named]:
        if "sequence_number" not in value:
            yield from self._edited(name, value)
            return
        if self._sequence is None:  # a stream that is resumed begins where it broke off
            self._sequence = int(value["sequence_number"])
        for after, edited in self._edited(name, value):
            edited["sequence_number"] = self._sequence
            self._sequence += 1
            yield after, edited

    def finish(self) -> Iterable[Named]:
        if not self._closed and self.edit.closes:
            for block in self.closing(0, self._calls):
                item = wire_item(block, self._id, self._next)
                yield from events_of(item, self._number(), getattr(block, "pieces", 1))
                self._added.append(item)
        self._closed = True

    def _edited(self, name: str, value: Object) -> Iterator[Named]:
        kind = text_of(value.get("type"))
        if "output_index" in value:
            yield from self._of_item(name, kind, value)
        elif kind in CONCLUSIONS:
            yield from self.finish()
            yield self._conclusion(name, kind, value)
        else:
            if response := object_of(value.get("response")):
                self._id = text_of(response.get("id"))
                self.edit.envelope(response)
            yield name, value

    def _conclusion(self, name: str, kind: str, value: Object) -> Named:
        response = object_of(value.get("response"))
        before = response.get("status")
        output = [
            self._done.get(index, item)
            for index, item in enumerate(objects(response.get("output")))
            if index not in self._gone and index not in self._pieces
        ]
        if output or self._added or response.get("output"):
            response["output"] = output + self._added
        conclude(self, response)
        if (status := response.get("status")) != before and f"response.{status}" in CONCLUSIONS:
            value["type"] = f"response.{status}"
            name = name and value["type"]
        return name, value

    def _of_item(self, name: str, kind: str, value: Object) -> Iterator[Named]:
        index = value["output_index"]
        if kind == "response.output_item.added":
            self._begins(index, object_of(value.get("item")))
        if index in self._gone or index in self._pieces:
            self._not_shown(index, kind, value)
            return
        if index in self._numbers:
            value["output_index"] = self._numbers[index]
        else:
            self._next = max(self._next, index + 1)
        match kind:
            case "response.output_text.delta":
                yield from self._delta(index, name, value)
                return
            case "response.output_text.done":
                yield from self._rest(index, name, value)
                set_text(value, self._text(index, value, value))
            case "response.content_part.done":
                part = object_of(value.get("part"))
                if part.get("type") == "output_text":
                    set_text(part, self._text(index, value, part))
            case "response.output_item.done":
                self._ends(index, object_of(value.get("item")))
        yield name, value

    def _begins(self, index: int, item: Object) -> None:
        kind = kind_of(item)
        if not self.edit.keeps(kind):
            self._gone[index] = kind
            return
        if self.edit.closes and kind == CALL:
            self._pieces[index] = 0
        else:
            self._numbers[index] = self._number()
            self._speaker(item)

    def _not_shown(self, index: int, kind: str, value: Object) -> None:
        """Of an item that is left out, or held back until the end."""
        if kind.endswith(".delta"):
            if index in self._pieces:
                self._pieces[index] += 1
            else:
                self._left_out(index, text_of(value.get("delta")))
        elif kind == "response.output_item.done" and index in self._pieces:
            self._calls.append(call_of(object_of(value.get("item")), self._pieces[index]))

    def _left_out(self, index: int, text: str) -> None:
        """A summary of reasoning costs nothing, for it is not what the model thought."""
        if (kind := self._gone.get(index, REASONING)) != REASONING:
            self.dropped(kind, Place(0, index), text)

    def _delta(self, index: int, name: str, value: Object) -> Iterator[Named]:
        part, before = value.get("content_index", 0), text_of(value.get("delta"))
        after = self.piece(Place(0, (index, part)), before)
        self._say(index, part, after)
        if after != before:
            value.update(delta=after, **({"logprobs": []} if "logprobs" in value else {}))
        if after or not before:
            yield name, value

    def _rest(self, index: int, name: str, value: Object) -> Iterator[Named]:
        part = value.get("content_index", 0)
        for piece in self.rest(Place(0, (index, part))):
            self._say(index, part, piece)
            yield said_delta("output_text", value, piece)

    def _say(self, index: int, part: int, text: str) -> None:
        if index in self._numbers:
            self._said[index, part] = self._said.get((index, part), "") + text

    def _text(self, index: int, at: Object, told: Object) -> str:
        """All that was said of a part, which `told` repeats."""
        known = "" if index in self._numbers else text_of(told.get("text"))
        return self._said.get((index, at.get("content_index", 0)), known)

    def _ends(self, index: int, item: Object) -> None:
        if item.get("type") == "message":
            edit_texts(item, lambda part, text: self._said.get((index, part), text))
        self._speaker(item)
        self._done[index] = item

    def _speaker(self, item: Object) -> None:
        if item.get("type") == "message":
            self.edit.speaker(item)

    def _number(self) -> int:
        self._next += 1
        return self._next - 1
