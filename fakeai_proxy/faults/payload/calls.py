"""Tool calls that should not be there, or not so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .arguments import truncated
from .edit import CALL, CALLS, LENGTH, NO_CALL, Block, Call, Edit
from .fault import PayloadFault
from .offered import arguments_for, offered_tools

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))


def fresh_id(rng: np.random.Generator, like: str | None) -> str:
    """An id of a call, with the prefix of another one."""
    prefix = "toolu_" if like and like.startswith("toolu") else "call_"
    return prefix + "".join(rng.choice(LETTERS, 24))


class ToolName(PayloadFault):
    """The model calls a tool that nobody offered.

    Every call is renamed. To an answer without calls one is added where the request offers tools, with
    arguments that would fit the first of them; without tools the answer passes as it is.
    """

    type: Literal["payload.tool_name"] = "payload.tool_name"
    name: str | None = Field(
        default=None,
        min_length=1,
        max_length=256,
        description="The name; by default that of the tool called, or offered, with `_v2` after it.",
    )

    def edit(self, hit: Hit) -> Edit:
        return Renaming(self.name, hit)


class Made(Edit):
    """May make calls: an answer that has any ends with them."""

    unmet = NO_CALL
    closes = True

    def __init__(self, hit: Hit) -> None:
        self.rng = hit.rng
        self.offered = offered_tools(hit.request)
        self._anthropic = hit.request.path.endswith("/messages")
        self._called: set[int] = set()

    def made(self, name: str, like: str | None = None) -> Call:
        """A call of an offered tool, with arguments that fit."""
        arguments = json.dumps(arguments_for(self.offered.get(name, {})))
        return Call(fresh_id(self.rng, like or ("toolu_" if self._anthropic else None)), name, arguments)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        made = self.calls(calls)
        if made:
            self._called.add(choice)
        return made

    def calls(self, calls: Sequence[Call]) -> Sequence[Call]:
        """What stands in place of `calls`."""
        raise NotImplementedError

    def reason(self, choice: int, reason: str) -> str:
        return CALLS if choice in self._called else reason


class Renaming(Made):
    def __init__(self, name: str | None, hit: Hit) -> None:
        super().__init__(hit)
        self._name = name

    def calls(self, calls: Sequence[Call]) -> Sequence[Call]:
        meant = calls or [self.made(name) for name in list(self.offered)[:1]]
        return [replace(call, name=self._name or f"{call.name}_v2") for call in meant]


class ExtraCall(PayloadFault):
    """The model calls more often than it should.

    repeated   the last call comes again and again: name and arguments are the same, the ids are new
    other      a call of another tool that the request offers is added, with arguments that fit

    `other` adds calls to an answer that has none, too; `repeated` needs one.
    """

    type: Literal["payload.extra_call"] = "payload.extra_call"
    mode: Literal["repeated", "other"] = Field(default="repeated", description="Which calls are added.")
    times: int = Field(default=1, ge=1, le=100, description="How many are added.")

    def edit(self, hit: Hit) -> Edit:
        return Adding(self, hit)


class Adding(Made):
    def __init__(self, fault: ExtraCall, hit: Hit) -> None:
        super().__init__(hit)
        self._fault = fault

    def calls(self, calls: Sequence[Call]) -> Sequence[Call]:
        return [*calls, *(call for _ in range(self._fault.times) for call in self._one_more(calls))]

    def _one_more(self, calls: Sequence[Call]) -> Sequence[Call]:
        if self._fault.mode == "repeated":
            return [replace(call, id=fresh_id(self.rng, call.id), rest={}) for call in calls[-1:]]
        others = [name for name in self.offered if name not in {call.name for call in calls}] or list(
            self.offered
        )
        like = calls[-1].id if calls else None
        return [self.made(others[int(self.rng.integers(len(others)))], like)] if others else []


class ToolId(PayloadFault):
    """The ids by which results are paired with calls are missing, or the same for all.

    A call that is alone comes twice under its id. An answer without calls passes as it is.
    """

    type: Literal["payload.tool_id"] = "payload.tool_id"
    mode: Literal["missing", "duplicate"] = Field(default="missing", description="What is wrong with them.")

    def edit(self, hit: Hit) -> Edit:
        return Identifying(missing=self.mode == "missing")


class Identifying(Edit):
    unmet = NO_CALL
    closes = True

    def __init__(self, *, missing: bool) -> None:
        self._missing = missing

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        if self._missing:
            return [replace(call, id=None) for call in calls]
        if len(calls) == 1:
            return [*calls, replace(calls[0], rest={})]
        return [replace(call, id=calls[0].id) for call in calls]


class ToolFinish(PayloadFault):
    """The answer ends with `tool_calls` or `tool_use`, and that is not true.

    no_calls   there is no call at all: those of the answer are gone
    cut        the token limit has cut the last call off, which `length` or `max_tokens` should tell

    Responses do not tell calls by how they end: there `no_calls` takes the calls, and no more. An answer
    without calls that reached its limit is told by `cut` to end with calls.
    """

    type: Literal["payload.tool_finish"] = "payload.tool_finish"
    mode: Literal["no_calls", "cut"] = Field(default="no_calls", description="What is not true.")
    fraction: float = Field(
        default=0.5, ge=0, lt=1, description="Of `cut`: the share of the last arguments that is left."
    )

    def edit(self, hit: Hit) -> Edit:
        return CallsGone() if self.mode == "no_calls" else CallCut(self.fraction)


class CallsGone(Edit):
    def keeps(self, kind: str) -> bool:
        return kind != CALL

    def reason(self, choice: int, reason: str) -> str:
        return CALLS


class CallCut(Edit):
    unmet = NO_CALL
    closes = True

    def __init__(self, fraction: float) -> None:
        self._fraction = fraction
        self._cut: set[int] = set()

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        if not calls:
            return calls
        self._cut.add(choice)
        last = calls[-1]
        return [*calls[:-1], replace(last, arguments=truncated(last.arguments, self._fraction))]

    def reason(self, choice: int, reason: str) -> str:
        return CALLS if choice in self._cut or reason == LENGTH else reason
