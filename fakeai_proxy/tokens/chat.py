"""Prompt tokens of a chat, as the API counts them.

    <|im_start|>user<|im_sep|>Hello<|im_end|>     3 + role + content, for each message
    <|im_start|>assistant<|im_sep|>               3 that prime the reply; 2 with reasoning models

Found by comparing recorded exchanges with their usage; exact for messages of text, with or without a `name`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .encoding import Tokenizer
from .tools import declarations

Message = Mapping[str, Any]

PER_MESSAGE = 3
PER_ROLE = 1
PER_NAME = 1
REPLY_PRIMING = 3

TOOLS_MESSAGE = 9
"""The system message that holds the tool definitions, and their headings."""
TOOLS_IN_SYSTEM = 5
"""The headings alone, when there is a system message to hold them."""
INSTRUCTION_ROLES = ("system", "developer")
RESULT_ROLES = ("tool", "function")

PER_CALL = 4
"""What surrounds `functions.NAME` and the arguments in an assistant message that calls."""
PARALLEL = "multi_tool_use.parallel"
"""The function that several calls in one message are wrapped in."""

IMAGE_LOW = 85
IMAGE_HIGH = 765
"""An image of 1024 x 1024 in four tiles: its real size is not in the request."""


def chat_tokens(
    messages: Sequence[Message],
    tools: Sequence[Mapping[str, Any]] | None,
    tokenizer: Tokenizer,
    *,
    priming: int = REPLY_PRIMING,
) -> int:
    """`prompt_tokens` of a chat request.

    `messages` and `tools` are as sent, already validated; a tool is {type: function, function: {...}}, or the
    bare function of the older `functions`. `priming`: tokens that begin the reply (`Model.priming`).
    """
    names = {call.get("id"): call["function"]["name"] for message in messages for call in _calls(message)}
    exact = priming + sum(_message(message, names, tokenizer) for message in messages)
    if functions := [tool.get("function", tool) for tool in tools or () if "custom" not in tool]:
        exact += _definitions(messages, functions, tokenizer)
    return tokenizer.scaled(exact)


def _message(message: Message, names: Mapping[str | None, str], tokenizer: Tokenizer) -> int:
    content = message.get("content")
    size = len(tokenizer.encode(content)) if isinstance(content, str) else _parts(content or (), tokenizer)
    if len(message) == 2 and "content" in message:  # nearly all there are
        return PER_MESSAGE + PER_ROLE + size
    return PER_MESSAGE + PER_ROLE + size + _extras(message, names, tokenizer)


def _extras(message: Message, names: Mapping[str | None, str], tokenizer: Tokenizer) -> int:
    """What a message has beside role and content: its sender's name, tool calls, the tool it answers for."""
    tokens, name = 0, message.get("name")
    if message["role"] in RESULT_ROLES:
        answers = name or names.get(message.get("tool_call_id"), "")
        tokens += len(tokenizer.encode(f"functions.{answers}")) - PER_ROLE  # in the place of the role
    elif name:
        tokens += PER_NAME + len(tokenizer.encode(name))
    if calls := _calls(message):
        tokens += PER_CALL + sum(len(tokenizer.encode(text)) for text in _recipient_and_arguments(calls))
    return tokens


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


def _parts(parts: Sequence[Mapping[str, Any]], tokenizer: Tokenizer) -> int:
    return sum(_part(part, tokenizer) for part in parts)


def _part(part: Mapping[str, Any], tokenizer: Tokenizer) -> int:
    match part:
        case {"text": str(text)} | {"refusal": str(text)}:
            return len(tokenizer.encode(text))
        case {"image_url": {"detail": "low"}}:
            return IMAGE_LOW
        case {"image_url": _}:
            return IMAGE_HIGH
        case _:
            return 0


def _definitions(
    messages: Sequence[Message], functions: Sequence[Mapping[str, Any]], tokenizer: Tokenizer
) -> int:
    text = declarations(functions, compact=tokenizer.name != "cl100k_base")
    first = next((message for message in messages if message["role"] in INSTRUCTION_ROLES), None)
    if first is None:
        return TOOLS_MESSAGE + len(tokenizer.encode(text))
    return TOOLS_IN_SYSTEM + _newline(first.get("content"), tokenizer) + len(tokenizer.encode(text))


def _newline(content: Any, tokenizer: Tokenizer) -> int:
    """What the line break after the instructions adds: 0 where it merges with their last token."""
    if not isinstance(content, str):
        return 0
    tail = content[-100:]
    return len(tokenizer.encode(tail + "\n")) - len(tokenizer.encode(tail))
