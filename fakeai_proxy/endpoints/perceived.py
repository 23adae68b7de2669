"""What a model reads, sees and hears of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.wire.chat import ChatRequest

from .context import Context


class Perceived(NamedTuple):
    """A conversation as `tokens.chat_prompt` takes it, and how much of it is no text."""

    sent: ChatRequest
    """As it came."""
    chat: ChatRequest
    image_tokens: int = 0
    """Of images and videos."""
    audio_tokens: int = 0


def perceived(body: ChatRequest, model: Model, context: Context) -> Perceived:
    """`body` with the media of its messages read. Raises ApiError 400 for what cannot be read."""
    if all(map(is_text, body.messages)):
        return Perceived(body, body)
    from .media.reading import read

    return read(body, model, context)


def is_text(message: Mapping[str, Any]) -> bool:
    """Is there nothing in it but text?"""
    content = message.get("content")
    if message.get("audio"):
        return False
    return type(content) is not list or all("text" in part or "refusal" in part for part in content)
