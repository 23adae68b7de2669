"""`response` of the Responses API."""

from __future__ import annotations

from collections.abc import Callable
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

from .family import Family, Whole, object_of, objects, text_of

REASONS = {
    STOP: "completed",
    CALLS: "completed",
    LENGTH: "max_output_tokens",
    FILTER: "content_filter",
    REFUSED: "completed",
}
INCOMPLETE = (REASONS[LENGTH], REASONS[FILTER])
KINDS = {"message": TEXT, "reasoning": REASONING, "function_call": CALL, "custom_tool_call": CALL}
ARGUMENTS = {"function_call": "arguments", "custom_tool_call": "input"}
OF_A_CALL = ("type", "call_id", "name", "arguments", "input")


class Response(Whole):
    """https://platform.openai.com/docs/api-reference/responses/object"""

    reasons: ClassVar = REASONS

    def body(self, answer: Object) -> None:
        output, calls = list[Object](), list[Call]()
        for number, item in enumerate(objects(answer.get("output"))):
            if self.dropped(kind_of(item), Place(0, number), said_in_item(item)):
                continue
            if self.edit.closes and kind_of(item) == CALL:
                calls.append(call_of(item))
                continue
            if item.get("type") == "message":
                self._texts(number, item)
                self.edit.speaker(item)
            output.append(item)
        if self.edit.closes:
            for block in self.closing(0, calls):
                output.append(wire_item(block, text_of(answer.get("id")), len(output)))
        if output or answer.get("output"):
            answer["output"] = output
        conclude(self, answer)

    def _texts(self, number: int, item: Object) -> None:
        edit_texts(item, lambda part, text: self.whole(Place(0, (number, part)), text))


def kind_of(item: Object) -> str:
    return KINDS.get(text_of(item.get("type")), OTHER)


def said_in_item(item: Object) -> str:
    """The text or the arguments of an item of the output."""
    if kind_of(item) == CALL:
        return call_of(item).arguments
    return "".join(text_of(part.get("text")) for part in objects(item.get("content")))


def edit_texts(item: Object, edited: Callable[[int, str], str]) -> None:
    """Put `edited(content_index, text)` in place of each text of a message."""
    for number, part in enumerate(objects(item.get("content"))):
        if part.get("type") == "output_text":
            set_text(part, edited(number, text_of(part.get("text"))))


def set_text(holder: Object, text: str) -> None:
    """Change `text`; logprobs are those of the text that was."""
    if holder.get("text") != text:
        holder["text"] = text
        if "logprobs" in holder:
            holder["logprobs"] = []


def conclude(family: Family, answer: Object) -> None:
    """Edit why the response ended, its envelope and its account."""
    told = text_of(answer.get("status"))
    if told == "incomplete":
        told = text_of(object_of(answer.get("incomplete_details")).get("reason"))
    if (after := family.reason(0, told)) != told:
        answer["status"] = "incomplete" if after in INCOMPLETE else after
        answer["incomplete_details"] = {"reason": after} if after in INCOMPLETE else None
    family.edit.envelope(answer)
    family.account(answer)


def call_of(item: Object, pieces: int = 1) -> Call:
    """A `function_call` or `custom_tool_call` item."""
    form = text_of(item.get("type"))
    rest = {name: value for name, value in item.items() if name not in OF_A_CALL}
    arguments = text_of(item.get(ARGUMENTS[form]))
    return Call(
        item.get("call_id"), text_of(item.get("name")), arguments, form != "function_call", pieces, rest
    )


def wire_item(block: Block, response: str, number: int) -> Object:
    """An item of the output; one that has no id yet gets that of its place in the response."""
    tail = f"{response.removeprefix('resp_')}{number:02x}"
    match block:
        case Call():
            form = "custom_tool_call" if block.custom else "function_call"
            called = {} if block.id is None else {"call_id": block.id}
            item = {"id": f"fc_{tail}", "type": form, "status": "completed", **called, "name": block.name}
            return {**item, ARGUMENTS[form]: block.arguments, **block.rest}
        case Said(kind=kind) if kind == REASONING:
            summary = [{"type": "summary_text", "text": block.text}]
            return {"id": f"rs_{tail}", "type": "reasoning", "summary": summary}
        case _:
            item = {"id": f"msg_{tail}", "type": "message", "role": "assistant", "status": "completed"}
            return {**item, "content": [wire_part(block)]}


def wire_part(block: Block) -> Object:
    """A content part of a message."""
    match block:
        case Said(kind=kind) if kind == REFUSAL:
            return {"type": "refusal", "refusal": block.text}
        case Said():
            return {"type": "output_text", "text": block.text, "annotations": [], "logprobs": []}
        case Call():
            return {}
        case _:
            return block.value
