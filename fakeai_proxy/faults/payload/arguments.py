"""The arguments of tool calls are wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import NO_CALL, Block, Call, Edit, Object
from .fault import PayloadFault
from .offered import offered_tools
from .wrong import one_mistyped

Mode = Literal["truncated", "invalid", "wrong_type", "missing", "double_encoded"]


class ToolArguments(PayloadFault):
    """The arguments of every tool call are not what the tool takes.

    truncated        the JSON breaks off; the answer still ends as if the calls were whole
    invalid          written with single quotes, as Python would
    wrong_type       one argument has the type that models confuse with its own: "3" for 3, ["x"] for "x"
    missing          one argument is left out, one that the tool requires where the request tells which
    double_encoded   a JSON string that holds the JSON

    In a stream the arguments are held until the answer ends. A whole message of Anthropic's has an object for
    them: there what is no JSON stands as a string. An answer without calls passes as it is.
    """

    type: Literal["payload.tool_arguments"] = "payload.tool_arguments"
    mode: Mode = Field(default="truncated", description="What is wrong with them.")
    fraction: float = Field(
        default=0.5, ge=0, lt=1, description="Of `truncated`: the share of the arguments that is left."
    )

    def edit(self, hit: Hit) -> Edit:
        return Arguing(self, hit)


class Arguing(Edit):
    unmet = NO_CALL
    closes = True

    def __init__(self, fault: ToolArguments, hit: Hit) -> None:
        self._spoil = Spoil(fault.mode, hit, fault.fraction)

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [replace(call, arguments=self._spoil(call)) for call in calls]


class Spoil:
    """Makes wrong arguments of those of a call."""

    def __init__(self, mode: Mode, hit: Hit, fraction: float = 0.5) -> None:
        self._mode, self._rng, self._fraction = mode, hit.rng, fraction
        self._schemas = offered_tools(hit.request)

    def __call__(self, call: Call) -> str:
        match self._mode:
            case "truncated":
                return truncated(call.arguments, self._fraction)
            case "invalid":
                return invalid(call.arguments)
            case "double_encoded":
                return json.dumps(call.arguments)
        value = call.value
        if self._mode == "wrong_type":
            return call.arguments if value is None else json.dumps(one_mistyped(value, self._rng))
        if not isinstance(value, dict):
            return call.arguments
        return json.dumps(without_one(value, self._schemas.get(call.name, {}), self._rng))


def truncated(text: str, fraction: float) -> str:
    """The first part of `text`, never all of it."""
    return text[: int(len(text) * fraction)]


def invalid(text: str) -> str:
    """Text that looks like JSON and is none."""
    return text.replace('"', "'") if '"' in text else text[:-1]


def without_one(value: Object, schema: Mapping[str, object], rng: np.random.Generator) -> Object:
    """`value` without one of its members, a required one if any is there."""
    told = schema.get("required")
    required = [name for name in value if isinstance(told, list) and name in told] or list(value)
    if not required:
        return value
    gone = required[int(rng.integers(len(required)))]
    return {name: member for name, member in value.items() if name != gone}
