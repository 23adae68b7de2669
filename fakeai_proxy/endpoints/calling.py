"""Tools of a chat: which of them may be called, and the calls of one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.synth.calls import Call, Choice, Tool, calls
from fakeai_proxy.synth.schema import Unsatisfiable
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.chat import ChatRequest

from .said import asked_of, called_since
from .sampling import Called
from .strict import Asked, refuse_loose

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ID_LENGTH = 24
FRAME = 7
"""Tokens around the name and the arguments of a call."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What an answer may call."""

    tools: tuple[Tool, ...]
    choice: Choice
    asked: str
    called: tuple[str, ...]
    parallel: bool
    older: bool
    """They are called by `function_call`, one at a time."""

    def calls(self, rng: np.random.Generator, words: Tokenizer) -> tuple[Called, ...]:
        """The calls of one answer; none: it is text. Raises ApiError where no arguments are valid."""
        try:
            found = calls(
                self.tools, self.asked, rng, choice=self.choice, called=self.called, parallel=self.parallel
            )
        except Unsatisfiable as why:
            raise ApiError(400, f"Invalid schema for a function: {why}", param="tools") from None
        return tuple(called(call, rng, words, self.older) for call in found)


def toolbox_of(body: ChatRequest) -> Toolbox | None:
    """The tools that `body` lets an answer call; None: it is text. Raises ApiError 400."""
    tools = tuple(tools_of(body))
    mode, names = choice_of(body, [tool.name for tool in tools])
    if not tools or mode == "none" or (mode == "auto" and body.messages[-1]["role"] != "user"):
        return None
    older = not body.tools
    return Toolbox(
        tools=tuple(tool for tool in tools if names is None or tool.name in names),
        choice="auto" if mode == "auto" else "required",
        asked=asked_of(body.messages),
        called=tuple(called_since(body.messages)),
        parallel=body.parallel_tool_calls is not False and not older,
        older=older,
    )


def tools_of(body: ChatRequest) -> Iterator[Tool]:
    """All tools. Raises ApiError 400 for a strict one with a schema that strict mode does not take."""
    for at, tool in enumerate(body.tools or ()):
        if tool["type"] == "custom":
            yield Tool(tool["custom"]["name"], tool["custom"].get("description") or "", custom=True)
        else:
            yield function_of(tool["function"], f"tools[{at}].function.parameters")
    for at, function in enumerate(body.functions or ()):
        yield function_of(function, f"functions[{at}].parameters")


def function_of(function: Mapping[str, Any], param: str) -> Tool:
    name, parameters = function["name"], function.get("parameters")
    if function.get("strict") and parameters is not None:
        refuse_loose(parameters, Asked(f"function '{name}'", param, "invalid_function_parameters"))
    return Tool(name, function.get("description") or "", parameters)


def choice_of(body: ChatRequest, known: Sequence[str]) -> tuple[str, Sequence[str] | None]:
    """How tools are to be called, and which of them; None: any. Raises ApiError 400."""
    param = "tool_choice" if body.tool_choice is not None else "function_call"
    given: Any = body.tool_choice if body.tool_choice is not None else body.function_call
    if given is None:
        return "auto", None
    if not known:
        other = "tools" if param == "tool_choice" else "functions"
        raise refused(param, f"'{param}' is only allowed when '{other}' are specified.")
    if isinstance(given, str):
        return given, None
    mode, names = named_in(given)
    if unknown := [name for name in names if name not in known]:
        raise refused(param, f"no tool called '{unknown[0]}' was specified.")
    return mode, names


def refused(param: str, why: str) -> ApiError:
    return ApiError(400, f"Invalid value for '{param}': {why}", param=param)


def named_in(choice: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The mode and the names of a `tool_choice` that is an object, in any of its forms."""
    if choice.get("type") == "allowed_tools":
        allowed = choice.get("allowed_tools") or {}
        return str(allowed.get("mode", "auto")), [name_in(tool) for tool in allowed.get("tools") or ()]
    return "required", [name_in(choice)]


def name_in(tool: Mapping[str, Any]) -> str:
    inner = tool.get(str(tool.get("type")))
    return str((inner if isinstance(inner, Mapping) else tool).get("name"))


def called(call: Call, rng: np.random.Generator, words: Tokenizer, older: bool) -> Called:
    """`call` as it is sent."""
    letters = "".join(ALPHABET[at] for at in rng.integers(0, len(ALPHABET), ID_LENGTH).tolist())
    kind: Literal["custom", "function"] = "custom" if call.tool.custom else "function"
    frame = FRAME + words.count(call.tool.name)
    return Called("" if older else f"call_{letters}", kind, call.tool.name, words.pieces(call.text), frame)
