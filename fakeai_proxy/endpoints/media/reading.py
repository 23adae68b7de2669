"""All media of a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.lazy import load
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.perceived import Perceived
from fakeai_proxy.endpoints.voiced import heard_again
from fakeai_proxy.tokens import Medium
from fakeai_proxy.wire.chat import ChatRequest

from .place import Part, Place

Message = Mapping[str, Any]

READERS: Mapping[str, str] = {
    "image_url": "images.read",
    "input_audio": "sounds.read",
    "file": "files.read",
    "video_url": "videos.read",
}
"""Module and name, in this room, of what reads a part of that type."""


def read(body: ChatRequest, model: Model, context: Context) -> Perceived:
    """`body` with messages of texts and media alone. Raises ApiError 400."""
    sampling = (body.media_io_kwargs or {}).get("video")
    sampling = sampling if isinstance(sampling, dict) else {}
    messages = [whole(message, at, model, context, sampling) for at, message in enumerate(body.messages)]
    media = [part["medium"] for one in messages for part in parts_of(one) if "medium" in part]
    audio = sum(medium.tokens for medium in media if medium.kind == "audio")
    images = sum(medium.tokens for medium in media) - audio
    return Perceived(body, body.model_copy(update={"messages": messages}), images, audio)


def parts_of(message: Message) -> list[Part]:
    content = message.get("content")
    return content if isinstance(content, list) else []


def whole(message: Message, at: int, model: Model, context: Context, sampling: Mapping[str, Any]) -> Message:
    """`message` with each of its parts read."""
    if audio := message.get("audio"):
        return said_before(message, audio, at, context)
    content = message.get("content")
    if not isinstance(content, list):
        return message
    parts = [
        one
        for number, part in enumerate(content)
        for one in made(part, Place(at, number, model, context, sampling))
    ]
    return {**message, "content": parts}


def said_before(message: Message, audio: Mapping[str, str], at: int, context: Context) -> Message:
    """`message` with the words and the sound of an answer before this one. Raises ApiError 400."""
    transcript, tokens = heard_again(audio, at, context)
    sound = Medium("audio", crc32(audio["id"].encode("utf-8", "surrogatepass")), tokens)
    rest = {name: value for name, value in message.items() if name != "audio"}
    return {**rest, "content": [{"type": "text", "text": transcript}, {"medium": sound}]}


def made(part: Any, place: Place) -> Iterator[Part]:
    """What a part comes to."""
    if (reader := READERS.get(part["type"])) is None:
        yield part
    else:
        yield from load(__package__, reader)(part, place)
