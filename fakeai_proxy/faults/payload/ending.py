"""The answer ends early, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import CALL, FILTER, LENGTH, REFUSAL, REFUSED, TEXT, Block, Call, Edit, Place, Said
from .fault import PayloadFault
from .ledger import words


class Length(PayloadFault):
    """The answer is cut off at a number of tokens, as if `max_tokens` had been reached.

    It ends with `length`, `max_tokens` or `max_output_tokens`, and the usage counts what is left. Text is
    cut first, then the arguments of tool calls; reasoning stays. The end of a stream comes when it would
    have come.
    """

    type: Literal["payload.length"] = "payload.length"
    tokens: int = Field(default=5, ge=0, le=1_000_000, description="Tokens of text that each choice keeps.")

    def edit(self, hit: Hit) -> Edit:
        return Cut(self.tokens, LENGTH)


class Filtered(PayloadFault):
    """A content filter stops the answer: it ends with `content_filter`, at Anthropic with `refusal`."""

    type: Literal["payload.filtered"] = "payload.filtered"
    tokens: int = Field(default=0, ge=0, le=1_000_000, description="Tokens that come before the filter acts.")

    def edit(self, hit: Hit) -> Edit:
        return Cut(self.tokens, FILTER)


class Cut(Edit):
    """Keeps so many tokens of every choice, and tells one reason."""

    closes = True

    def __init__(self, tokens: int, reason: str) -> None:
        self._tokens, self._reason = tokens, reason
        self._left: dict[int, int] = {}

    def text(self, place: Place, piece: str) -> str:
        left = self._left.get(place.choice, self._tokens)
        kept, spent = first_tokens(piece, left)
        self._left[place.choice] = left - spent
        return kept

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [
            replace(call, arguments=self.text(Place(choice), call.arguments))
            for call in calls
            if self._left.get(choice, self._tokens) > 0
        ]

    def reason(self, choice: int, reason: str) -> str:
        return self._reason


def first_tokens(text: str, most: int) -> tuple[str, int]:
    """The first tokens of `text`, at most so many, and how many these are."""
    ids = words().encode(text)
    if len(ids) <= most:
        return text, len(ids)
    kept = words().decode(ids[:most])
    return (kept if text.startswith(kept) else kept.rstrip("\ufffd")), most


class Refused(PayloadFault):
    """The model refuses: `refusal` in place of content, and the answer ends as if all were well.

    OpenAI marks a refusal by a field or a content part of its own, Anthropic by the reason for the end.
    Tool calls are gone.
    """

    type: Literal["payload.refused"] = "payload.refused"
    text: str = Field(
        default="I'm sorry, but that is something I can't do.",
        min_length=1,
        max_length=10_000,
        description="What the model says.",
    )

    def edit(self, hit: Hit) -> Edit:
        return Refusing(self.text)


class Refusing(Edit):
    closes = True

    def __init__(self, text: str) -> None:
        self._text = text

    def keeps(self, kind: str) -> bool:
        return kind not in (TEXT, CALL, REFUSAL)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Said(REFUSAL, self._text)]

    def reason(self, choice: int, reason: str) -> str:
        return REFUSED
