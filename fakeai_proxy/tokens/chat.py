"""Prompt tokens of a chat, as the API counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .encoding import Tokenizer

PER_MESSAGE = 3
PER_NAME = 1
REPLY_PRIMING = 3


def chat_tokens(
    messages: Sequence[Mapping[str, Any]],
    tools: Sequence[Mapping[str, Any]] | None,
    tokenizer: Tokenizer,
    tool_choice: Any = None,
) -> int:
    """Tokens of `messages` and `tools` (both as sent, already validated)."""
    return REPLY_PRIMING + sum(_message(message, tokenizer) for message in messages)


def _message(message: Mapping[str, Any], tokenizer: Tokenizer) -> int:
    tokens = PER_MESSAGE + tokenizer.count(message["role"])
    if message.get("name"):
        tokens += PER_NAME + tokenizer.count(message["name"])
    content = message.get("content")
    if isinstance(content, str):
        return tokens + tokenizer.count(content)
    return tokens + sum(tokenizer.count(part.get("text", "")) for part in content or ())
