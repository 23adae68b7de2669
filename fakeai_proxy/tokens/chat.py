"""The prompt of a chat: its tokens in the order in which the model reads them, as many as the API counts.

    <|im_start|>user<|im_sep|>Hello<|im_end|>     3 + role + content, for each message
    <|im_start|>assistant<|im_sep|>               3 that prime the reply; 2 with reasoning models

Found by comparing recorded exchanges with their usage; exact for messages of text, with or without a `name`.
Two conversations that begin alike have ids that begin alike, which is what a prefix cache looks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .encoding import Tokenizer
from .frame import FRAMES
from .medium import Medium
from .tools import declarations

Message = Mapping[str, Any]

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
"""Each is one token, in every encoding."""
INSTRUCTION_ROLES = ("system", "developer")
RESULT_ROLES = ("tool", "function")
REPLY_PRIMING = 3
HEADINGS = 5
"""Tokens that stand over the tool definitions."""
PARALLEL = "multi_tool_use.parallel"
"""The function that several calls in one message are wrapped in."""


class ChatPrompt(NamedTuple):
    """What the model reads before it answers."""

    ids: list[int] | NDArray[np.uint32]
    """One a token."""
    tokens: int
    """`prompt_tokens` of the request."""
    exact: list[int]
    """Ids before they were scaled to the family of the model."""

    def followed(self, answer: list[int], tokenizer: Tokenizer) -> Sequence[int] | NDArray[np.uint32]:
        """`answer`, the exact ids of the reply's text, as the prompt of a later turn has it after this one.

        At most as many ids. Of a prompt that ends with all REPLY_PRIMING tokens.
        """
        if tokenizer.factor == 1.0:
            return answer
        return tokenizer.scaled_ids(self.exact + answer)[self.tokens :][: len(answer)]


def chat_prompt(
    messages: Sequence[Message],
    tools: Sequence[Mapping[str, Any]] | None,
    tokenizer: Tokenizer,
    *,
    priming: int = REPLY_PRIMING,
) -> ChatPrompt:
    """The prompt of a chat request.

    `messages` and `tools` are as sent, already validated, but for parts that are no text: each of those is a
    {medium: Medium}, and what is none costs nothing. A tool is {type: function, function: {...}}, or the
    bare function of the older `functions`. `priming`: tokens that begin the reply (`Model.priming`).
    """
    writer = _Writer(tokenizer)
    functions = [tool.get("function", tool) for tool in tools or () if "custom" not in tool]
    instructions = next((message for message in messages if message["role"] in INSTRUCTION_ROLES), None)
    if functions and instructions is None:
        writer.definitions(functions)
    for message in messages:
        writer.message(message, functions if message is instructions else ())
    return writer.prompt(priming)


@cache
def _roles(tokenizer: Tokenizer) -> Mapping[str, int]:
    return {role: tokenizer.encode(role)[0] for role in ROLES}


class _Writer:
    """Writes one conversation."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer, self.encode = tokenizer, tokenizer.encode
        self.frame, self.roles = FRAMES[tokenizer.name], _roles(tokenizer)
        self.ids: list[int] = []
        self.called: dict[str | None, str] = {}
        """Names of the functions called so far, by the id of the call."""

    def prompt(self, priming: int) -> ChatPrompt:
        """All that was written, with the first tokens of the reply."""
        frame = self.frame
        self.ids += (frame.start, self.roles["assistant"], frame.separator)[:priming]
        tokenizer, ids = self.tokenizer, self.ids
        return ChatPrompt(tokenizer.scaled_ids(ids), tokenizer.scaled(len(ids)), ids)

    def message(self, message: Message, functions: Sequence[Mapping[str, Any]]) -> None:
        """One message, with the definitions of `functions` at its end."""
        content, frame = message.get("content"), self.frame
        text = self.encode(content) if isinstance(content, str) else self._parts(content or ())
        if functions:
            text = [*_broken(text, content, self.tokenizer), *self._definitions(functions)]
        if len(message) == 2 and "content" in message:  # nearly all there are
            self.ids += (frame.start, self.roles[message["role"]], frame.separator, *text, frame.end)
            return
        self.ids += (frame.start, *self._sender(message), frame.separator, *text, frame.end)
        if calls := _calls(message):
            self._write_calls(calls)

    def definitions(self, functions: Sequence[Mapping[str, Any]]) -> None:
        """Instructions that define `functions`, and say nothing else."""
        frame, text = self.frame, self._definitions(functions)
        self.ids += (frame.start, self.roles["system"], frame.separator, *text, frame.end)

    def _definitions(self, functions: Sequence[Mapping[str, Any]]) -> Iterable[int]:
        text = declarations(functions, compact=self.tokenizer.name != "cl100k_base")
        return *([self.frame.separator] * HEADINGS), *self.encode(text)

    def _sender(self, message: Message) -> Iterable[int]:
        """The role, and the name if it has one; a result has the name of its function instead."""
        role, name = message["role"], message.get("name")
        if role in RESULT_ROLES:
            answers = name or self.called.get(message.get("tool_call_id"), "")
            return self.encode(f"functions.{answers}")
        if name:
            return self.roles[role], self.frame.separator, *self.encode(name)
        return (self.roles[role],)

    def _write_calls(self, calls: Sequence[Mapping[str, Any]]) -> None:
        """A message to the functions called."""
        self.called |= {call.get("id"): call["function"]["name"] for call in calls}
        recipient, arguments = map(self.encode, _recipient_and_arguments(calls))
        frame = self.frame
        self.ids += (frame.start, self.roles["assistant"], *recipient, frame.separator, *arguments, frame.end)

    def _parts(self, parts: Iterable[Mapping[str, Any]]) -> list[int]:
        return list(chain.from_iterable(map(self._part, parts)))

    def _part(self, part: Mapping[str, Any]) -> Sequence[int]:
        match part:
            case {"medium": Medium() as medium}:
                return medium.ids(self.tokenizer.factor)
            case {"text": str(text)} | {"refusal": str(text)}:
                return self.encode(text)
            case _:
                return ()


def _calls(message: Message) -> list[Mapping[str, Any]]:
    """The function calls of an assistant message; one of the older `function_call` has no id."""
    if call := message.get("function_call"):
        return [{"function": call}]
    return [call for call in message.get("tool_calls") or () if "function" in call]


def _recipient_and_arguments(calls: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    named = [(f"functions.{call['function']['name']}", call["function"]["arguments"]) for call in calls]
    if len(named) == 1:
        return named[0]
    uses = (f'{{"recipient_name":"{name}","parameters":{arguments}}}' for name, arguments in named)
    return PARALLEL, f'{{"tool_uses":[{",".join(uses)}]}}'


def _broken(ids: list[int], content: Any, tokenizer: Tokenizer) -> list[int]:
    """`ids` of `content` with a line break after it, which may merge with the last of them."""
    if not isinstance(content, str):
        return ids
    tail = content[-100:]
    before, after = len(tokenizer.encode(tail)), tokenizer.encode(tail + "\n")
    return [*ids[: max(len(ids) - before, 0)], *after]
