"""Which API family an answer is of, told by the answer itself: paths differ from provider to provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .chat import ChatCompletion
from .chat_stream import ChatChunks
from .completions import Completion, CompletionChunks
from .embeddings import Embeddings
from .family import Streamed, Whole, objects
from .message import Message
from .message_stream import MessageEvents
from .response import Response
from .response_stream import ResponseEvents

WHOLE: Mapping[str, type[Whole]] = {
    "chat.completion": ChatCompletion,
    "text_completion": Completion,
    "response": Response,
}
STREAMED: Mapping[str, type[Streamed]] = {
    "chat.completion.chunk": ChatChunks,
    "text_completion": CompletionChunks,
}


def whole(answer: Any) -> type[Whole] | None:
    """The family of a whole answer; None for errors and what else is none."""
    if not isinstance(answer, dict):
        return None
    if answer.get("type") == "message":
        return Message
    if any(item.get("object") == "embedding" for item in objects(answer.get("data"))[:1]):
        return Embeddings
    return WHOLE.get(str(answer.get("object")))


def streamed(event: Any) -> type[Streamed] | None:
    """The family of a stream by one of its events; None where the event does not tell."""
    if not isinstance(event, dict):
        return None
    kind = event.get("type")
    if kind == "message_start":
        return MessageEvents
    if isinstance(kind, str) and kind.startswith("response."):
        return ResponseEvents
    if event.get("object") == "" and "prompt_filter_results" in event:
        return ChatChunks  # the preamble of Azure
    return STREAMED.get(str(event.get("object")))
