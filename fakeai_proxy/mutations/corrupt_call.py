"""A tool call with other arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.arguments import Mode, Spoil
from fakeai_proxy.faults.payload.edit import NO_CALL, Block, Call, Edit

from .answer import AnswerMutation
from .drop_call import WHICH, Which, chosen


class CorruptCall(AnswerMutation):
    """The arguments of a tool call are not what the tool takes, or the name is not that of a tool.

    wrong_type       one argument has the type that models confuse with its own: "3" for 3, ["x"] for "x"
    missing          one argument is left out, one that the tool requires where the request tells which
    double_encoded   a JSON string that holds the JSON
    truncated        the JSON breaks off in the middle
    invalid          written with single quotes, as Python would
    renamed          the name has `_v2` after it

    In a stream calls are held until the answer ends. A whole message of Anthropic's has an object for the
    arguments: there what is no object stands as it is.
    """

    type: Literal["corrupt_call"] = "corrupt_call"
    how: Mode | Literal["renamed"] = Field(default="wrong_type", description="What is wrong.")
    which: Which = Field(default="last", description=WHICH)

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        ways: tuple[Mode | Literal["renamed"], ...] = ("wrong_type", "missing", "renamed")
        return cls(how=ways[int(rng.integers(len(ways)))], which="drawn")

    def edit(self, hit: Hit) -> Edit:
        return Corrupting(self, hit)


class Corrupting(Edit):
    unmet = NO_CALL
    closes = True

    def __init__(self, mutation: CorruptCall, hit: Hit) -> None:
        self._which, self._rng = mutation.which, hit.rng
        self._spoil = None if mutation.how == "renamed" else Spoil(mutation.how, hit)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        meant = chosen(self._which, len(calls), self._rng)
        return [self._corrupt(call) if number in meant else call for number, call in enumerate(calls)]

    def _corrupt(self, call: Call) -> Call:
        if self._spoil is None:
            return replace(call, name=f"{call.name}_v2")
        return replace(call, arguments=self._spoil(call))
