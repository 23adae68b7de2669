"""What a conversation says, as far as its answer depends on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Message = Mapping[str, Any]

RESULTS = ("tool", "function")
MOST_STATED = 4
"""Values of a result that are repeated."""
LONGEST = 200
"""Characters of a result in words that are repeated."""


def text_of(message: Message) -> str:
    """The text of a message, its other parts left out."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "\n".join(str(part["text"]) for part in content if "text" in part)


def asked_of(messages: Sequence[Message]) -> str:
    """The last words of the user."""
    return next((text_of(one) for one in reversed(messages) if one["role"] == "user"), "")


def since_asked(messages: Sequence[Message]) -> Iterator[Message]:
    """The messages after the last of the user, the latest first."""
    for message in reversed(messages):
        if message["role"] == "user":
            return
        yield message


def called_since(messages: Sequence[Message]) -> Iterator[str]:
    """Names of the tools called since then."""
    for message in since_asked(messages):
        for call in message.get("tool_calls") or ():
            yield str(call[call["type"]]["name"])
        if older := message.get("function_call"):
            yield str(older["name"])


def reported(messages: Sequence[Message]) -> str:
    """How an answer to the results of tools begins; "" where the last message is none."""
    results = []
    for message in since_asked(messages):
        if message["role"] not in RESULTS:
            break
        results.append(text_of(message).strip())
    stated = [stated_in(result) for result in reversed(results) if result]
    return " ".join(f"{one[0].upper()}{one[1:].rstrip('.')}." for one in stated if one)


def stated_in(result: str) -> str:
    """`result` in words: of JSON the first of its values, each by name."""
    try:
        value = json.loads(result)
    except ValueError:
        return " ".join(result[:LONGEST].split())
    if not isinstance(value, dict):
        return f"the result is {json.dumps(value, ensure_ascii=False)[:LONGEST]}"
    plain = [(name, one) for name, one in value.items() if isinstance(one, str | int | float) and str(one)]
    return ", ".join(
        f"the {name.replace('_', ' ')} is {str(one)[:LONGEST]}" for name, one in plain[:MOST_STATED]
    )
