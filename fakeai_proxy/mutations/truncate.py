"""A shorter answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import LENGTH, Block, Call, Edit, Place
from fakeai_proxy.faults.payload.ending import Cut
from fakeai_proxy.faults.payload.ledger import cost

from .answer import AnswerMutation


class Truncate(AnswerMutation):
    """Each choice keeps its first tokens: of the text, then as many whole tool calls as there is room for.

    An answer that is cut ends with `length`, `max_tokens` or `max_output_tokens`; one that is not longer
    stays as it is. Reasoning stays too, and the usage counts what is left. A call that breaks off is made by
    `corrupt_call`, a stream that does by the fault `stream.cut`.
    """

    example: ClassVar[Mapping[str, Any]] = {"tokens": 20}

    type: Literal["truncate"] = "truncate"
    tokens: int = Field(ge=0, le=1_000_000, description="Tokens that each choice keeps.")
    finish: Literal["length", "kept"] = Field(
        default="length", description="Why it ends: for its length, or as it did before (kept)."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(tokens=int(rng.integers(0, 40)))

    def edit(self, hit: Hit) -> Edit:
        return Truncating(self)


class Truncating(Cut):
    unmet = "the answer was not longer"

    def __init__(self, mutation: Truncate) -> None:
        super().__init__(mutation.tokens, LENGTH)
        self._kept = mutation.finish == "kept"
        self._cut: set[int] = set()

    def text(self, place: Place, piece: str) -> str:
        kept = super().text(place, piece)
        if kept != piece:
            self._cut.add(place.choice)
        return kept

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        kept, left = list[Call](), self._left.get(choice, self._tokens)
        for call in calls:
            left -= cost(call.arguments)
            if left < 0:
                self._cut.add(choice)
                break
            kept.append(call)
        return kept

    def reason(self, choice: int, reason: str) -> str:
        return reason if self._kept or choice not in self._cut else super().reason(choice, reason)
