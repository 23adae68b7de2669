"""`chat.completion.chunk`: the stream of a chat completion.

role ─► content... ─► [what closes the choice] ─► finish_reason ─► usage if asked
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from fakeai_proxy.faults.payload.edit import CALL, TEXT, Block, Call, Edit, Object, Place, Said

from .chat import FIELDS, KINDS, REASONS
from .chat_calls import Gathered, call_of, wire_deltas
from .family import Named, Streamed, object_of, objects, text_of

OF_ITS_OWN = ("choices", "usage", "obfuscation")
"""What a chunk does not share with the others of its stream."""


class ChatChunks(Streamed):
    """https://platform.openai.com/docs/api-reference/chat-streaming"""

    reasons: ClassVar = REASONS

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit)
        self._open: dict[int, Gathered] = {}
        """The choices that have not ended, with the calls held back."""
        self._shared: Object = {}

    def event(self, name: str, value: Object) -> Iterable[Named]:
        choices, accounted = objects(value.get("choices")), value.get("usage") is not None
        self._shared = {key: given for key, given in value.items() if key not in OF_ITS_OWN}
        if "usage" in value:
            self._shared["usage"] = None
        kept = [choice for choice in choices if self._edited(choice)]
        for choice in kept:
            yield from self._ended(choice)
        if choices:
            value["choices"] = kept
        self.account(value)
        if kept or value.get("usage") or not (choices or (accounted and "usage" not in value)):
            self.edit.envelope(value)
            yield name, value

    def finish(self) -> Iterable[Named]:
        for number in list(self._open):
            yield from self._closing(number)

    def _edited(self, choice: Object) -> bool:
        """Edit the delta of `choice`; false where nothing is left of it."""
        number, delta = choice.get("index", 0), object_of(choice.get("delta"))
        self._open.setdefault(number, Gathered())
        said = bool(delta)
        self._texts(number, delta, choice)
        self._calls(number, delta)
        self.edit.speaker(delta)
        return bool(delta) or not said or choice.get("finish_reason") is not None

    def _texts(self, number: int, delta: Object, choice: Object) -> None:
        for field, kind in KINDS.items():
            text = text_of(delta.get(field))
            if not text:
                if kind == TEXT and "content" in delta and not self.edit.keeps(TEXT):
                    delta[field] = None
                continue
            if self.dropped(kind, Place(number), text):
                del delta[field]
            elif kind == TEXT and (after := self.piece(Place(number), text)) != text:
                delta[field] = after
                if not after:
                    del delta[field]
                if choice.get("logprobs"):
                    choice["logprobs"] = None  # those of the text that was

    def _calls(self, number: int, delta: Object) -> None:
        if not (calls := objects(delta.get("tool_calls"))):
            return
        kept = [call for call in calls if not self._dropped(number, call)]
        if self.edit.closes:
            self._open[number].feed(kept)
        if self.edit.closes or not kept:
            del delta["tool_calls"]

    def _dropped(self, number: int, call: Object) -> bool:
        return self.dropped(CALL, Place(number, call.get("index")), call_of(call).arguments)

    def _ended(self, choice: Object) -> Iterator[Named]:
        """What comes before the event that ends `choice`; its own delta too, where anything follows that."""
        if choice.get("finish_reason") is None:
            return
        number = choice.get("index", 0)
        if closing := list(self._closing(number)):
            if choice.get("delta"):
                yield self._chunk(number, choice["delta"])
            choice["delta"] = {}
            yield from closing
        self.conclude(number, choice, "finish_reason")

    def _closing(self, number: int) -> Iterator[Named]:
        held = self._open.pop(number, Gathered())
        for piece in self.rest(Place(number)):
            yield self._chunk(number, {"content": piece})
        if self.edit.closes:
            for delta in deltas(self.closing(number, held.calls())):
                yield self._chunk(number, delta)

    def _chunk(self, number: int, delta: Object) -> Named:
        chunk = dict(self._shared)
        chunk["choices"] = [{"index": number, "delta": delta, "logprobs": None, "finish_reason": None}]
        self.edit.envelope(chunk)
        return "", chunk


def deltas(blocks: Iterable[Block]) -> Iterator[Object]:
    """The deltas that say `blocks`; calls are numbered anew."""
    index = 0
    for block in blocks:
        match block:
            case Call():
                yield from ({"tool_calls": [wire]} for wire in wire_deltas(index, block))
                index += 1
            case Said():
                yield {FIELDS[block.kind]: block.text}
            case _:
                yield {"content": [block.value]}
