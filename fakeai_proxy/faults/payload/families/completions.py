"""`text_completion`: legacy completions, whole and streamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from fakeai_proxy.faults.payload.edit import (
    FILTER,
    LENGTH,
    REASONING,
    REFUSED,
    STOP,
    TEXT,
    Object,
    Place,
    Said,
)

from .family import Family, Named, Streamed, Whole, objects, text_of

REASONS = {STOP: "stop", LENGTH: "length", FILTER: "content_filter", REFUSED: "stop"}


class Completion(Whole):
    """https://platform.openai.com/docs/api-reference/completions/object"""

    reasons: ClassVar = REASONS

    def body(self, answer: Object) -> None:
        for choice in objects(answer.get("choices")):
            edit_choice(self, choice, ended=True)
        self.edit.envelope(answer)
        self.account(answer)


class CompletionChunks(Streamed):
    """Chunks look like the whole: one token each, `finish_reason` null until the last of a choice."""

    reasons: ClassVar = REASONS

    def event(self, name: str, value: Object) -> Iterable[Named]:
        choices, accounted = objects(value.get("choices")), value.get("usage") is not None
        kept = [choice for choice in choices if self._says(choice)]
        if choices:
            value["choices"] = kept
        self.account(value)
        if kept or value.get("usage") or not (choices or (accounted and "usage" not in value)):
            self.edit.envelope(value)
            yield name, value

    def _says(self, choice: Object) -> bool:
        before, ended = choice.get("text"), choice.get("finish_reason") is not None
        edit_choice(self, choice, ended)
        return bool(choice.get("text")) or ended or not before


def edit_choice(family: Family, choice: Object, ended: bool) -> None:
    """Edit one choice, or one piece of it, in place."""
    number, before = choice.get("index", 0), text_of(choice.get("text"))
    text = before
    if before:
        gone = family.dropped(TEXT, Place(number), before)
        text = "" if gone else family.piece(Place(number), before)
    if ended:
        text += closing(family, number)
    if text != before:
        choice.update(text=text, logprobs=None)
    if ended:
        family.conclude(number, choice, "finish_reason")


def closing(family: Family, number: int) -> str:
    """What ends the text of a choice; there are no calls here, and no parts."""
    rest = "".join(family.rest(Place(number))) if family.edit.keeps(TEXT) else ""
    if not family.edit.closes:
        return rest
    blocks = family.edit.closing(number, ())
    said = "".join(block.text for block in blocks if isinstance(block, Said) and block.kind != REASONING)
    family.ledger.exchanged((TEXT, number), "", said)
    return rest + said
