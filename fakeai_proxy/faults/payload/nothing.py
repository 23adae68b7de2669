"""The answer says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, field_validator

from fakeai_proxy.faults.base import Hit

from .edit import CALL, CALLS, REASONING, STOP, TEXT, Block, Call, Edit, Object, Said
from .fault import PayloadFault


class NoChoices(PayloadFault):
    """The list that holds the answer is empty, null or not there: `choices`, `content`, `output` or `data`.

    In a stream of completions that is so in every chunk; in other streams no block or item ever begins.
    """

    type: Literal["payload.no_choices"] = "payload.no_choices"
    mode: Literal["empty", "null", "missing"] = Field(default="empty", description="What is left of it.")

    def edit(self, hit: Hit) -> Edit:
        return Emptied(self.mode)


LISTS = ("choices", "content", "output", "data")


class Emptied(Edit):
    def __init__(self, mode: str) -> None:
        self._mode = mode

    def keeps(self, kind: str) -> bool:
        return False

    def envelope(self, answer: Object) -> None:
        for name in LISTS:
            if name not in answer:
                continue
            if self._mode == "missing":
                del answer[name]
            else:
                answer[name] = [] if self._mode == "empty" else None


class Blank(PayloadFault):
    """The text is empty or white, the tool calls are gone, and the answer ends with `stop` or `end_turn`."""

    type: Literal["payload.blank"] = "payload.blank"
    text: str = Field(default="", max_length=10_000, description="The text: whitespace, or nothing at all.")

    @field_validator("text")
    @classmethod
    def _white(cls, text: str) -> str:
        if text.strip():
            raise ValueError("text must be whitespace or empty")
        return text

    def edit(self, hit: Hit) -> Edit:
        return Blanked(self.text)


class Blanked(Edit):
    closes = True

    def __init__(self, text: str) -> None:
        self._text = text

    def keeps(self, kind: str) -> bool:
        return kind not in (TEXT, CALL)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Said(TEXT, self._text)]

    def reason(self, choice: int, reason: str) -> str:
        return STOP


class ReasoningOnly(PayloadFault):
    """The model thinks and says nothing: reasoning, null content, and the answer ends as if all were well.

    Text and tool calls are gone. The thought is added to what the model thought itself. Legacy completions
    know no reasoning: there the text is empty.
    """

    type: Literal["payload.reasoning_only"] = "payload.reasoning_only"
    thought: str = Field(
        default="They want an answer from me. First I should work out what is being asked, then check it.",
        min_length=1,
        max_length=100_000,
        description="What the model thinks.",
    )

    def edit(self, hit: Hit) -> Edit:
        return Thinking(self.thought)


class Thinking(Edit):
    closes = True

    def __init__(self, thought: str) -> None:
        self._thought = thought

    def keeps(self, kind: str) -> bool:
        return kind not in (TEXT, CALL)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Said(REASONING, self._thought)]

    def reason(self, choice: int, reason: str) -> str:
        return STOP if reason == CALLS else reason
