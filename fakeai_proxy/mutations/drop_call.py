"""A tool call less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import CALLS, NO_CALL, STOP, Block, Call, Edit

from .answer import AnswerMutation

Which = Literal["first", "last", "drawn", "all"]
WHICH = "The first call, the last one, one by chance, or all of them."


class DropCall(AnswerMutation):
    """The model calls one tool less, or none.

    Calls are numbered as if it had never been there; an answer without any ends with `stop` or `end_turn`.
    """

    type: Literal["drop_call"] = "drop_call"
    which: Which = Field(default="last", description=WHICH)

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(which="drawn")

    def edit(self, hit: Hit) -> Edit:
        return Dropping(self.which, hit.rng)


class Dropping(Edit):
    unmet = NO_CALL
    closes = True

    def __init__(self, which: Which, rng: np.random.Generator) -> None:
        self._which, self._rng = which, rng
        self._silent: set[int] = set()

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        gone = chosen(self._which, len(calls), self._rng)
        kept = [call for number, call in enumerate(calls) if number not in gone]
        if calls and not kept:
            self._silent.add(choice)
        return kept

    def reason(self, choice: int, reason: str) -> str:
        return STOP if choice in self._silent and reason == CALLS else reason


def chosen(which: Which, count: int, rng: np.random.Generator) -> range:
    """The numbers of those that are meant, of `count`."""
    match which:
        case "all":
            return range(count)
        case "first":
            return range(min(count, 1))
        case "last":
            return range(max(count - 1, 0), count)
    number = int(rng.integers(count)) if count else 0
    return range(number, min(number + 1, count))
