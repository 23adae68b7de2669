"""`chat.completion`."""

from __future__ import annotations

from typing import ClassVar

from fakeai_proxy.faults.payload.edit import (
    CALL,
    CALLS,
    FILTER,
    LENGTH,
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

from .chat_calls import call_of, wire_call
from .family import Whole, object_of, objects

KINDS = {"content": TEXT, "refusal": REFUSAL, "reasoning_content": REASONING, "reasoning": REASONING}
FIELDS = {TEXT: "content", REFUSAL: "refusal", REASONING: "reasoning_content"}
REASONS = {STOP: "stop", LENGTH: "length", CALLS: "tool_calls", FILTER: "content_filter", REFUSED: "stop"}


class ChatCompletion(Whole):
    """https://platform.openai.com/docs/api-reference/chat/object"""

    reasons: ClassVar = REASONS

    def body(self, answer: Object) -> None:
        for choice in objects(answer.get("choices")):
            self._choice(choice)
        self.edit.envelope(answer)
        self.account(answer)

    def _choice(self, choice: Object) -> None:
        number, message = choice.get("index", 0), object_of(choice.get("message"))
        before = message.get("content")
        self._texts(number, message)
        self._calls(number, message)
        if message.get("content") != before and choice.get("logprobs"):
            choice["logprobs"] = None  # those of the text that was
        self.conclude(number, choice, "finish_reason")
        self.edit.speaker(message)

    def _texts(self, number: int, message: Object) -> None:
        for name, kind in KINDS.items():
            if not isinstance(text := message.get(name), str):
                continue
            if self.dropped(kind, Place(number), text):
                message[name] = None
            elif kind == TEXT:
                message[name] = self.whole(Place(number), text)

    def _calls(self, number: int, message: Object) -> None:
        before = objects(message.get("tool_calls"))
        calls = [call for at, call in enumerate(before) if not self._dropped(Place(number, at), call)]
        if self.edit.closes:
            blocks = self.closing(number, [call_of(call) for call in calls])
            calls = [wire_call(block) for block in blocks if isinstance(block, Call)]
            for block in blocks:
                add(message, block)
        if calls:
            message["tool_calls"] = calls
        elif before:
            del message["tool_calls"]

    def _dropped(self, place: Place, call: Object) -> bool:
        return self.dropped(CALL, place, call_of(call).arguments)


def add(message: Object, block: Block) -> None:
    """Put a text or a part into a message; texts of one kind are joined."""
    match block:
        case Said():
            name = FIELDS[block.kind]
            message[name] = (message.get(name) or "") + block.text
        case Call():
            pass
        case _:
            said = message.get("content")
            message["content"] = [*([{"type": "text", "text": said}] if said else ()), block.value]
