"""Speech of the user."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zlib import crc32

from fakeai_proxy.tokens import Medium
from fakeai_proxy.tokens.media import heard_tokens

from .data_url import from_base64
from .place import Part, Place

LEAST_RATE = 1_000
"""Bytes of a second of sound: a header that claims a longer one is not believed."""


def read(part: Any, place: Place) -> list[Part]:
    """What the sound costs, by how long it is."""
    place.refuse_modality("audio", "input_audio")
    audio = part["input_audio"]
    content = from_base64(audio["data"])
    if content is None:
        why = "Expected base64-encoded audio, but got an invalid base64-encoded value."
        raise place.wrong(why, "input_audio", "data", code="invalid_base64")
    if (seconds := duration(content, audio["format"])) is None:
        why = f"Expected audio of the format '{audio['format']}', but got data that is none."
        raise place.wrong(why, "input_audio", "data", code="invalid_audio")
    return [{"medium": Medium("audio", crc32(content), heard_tokens(seconds))}]


def duration(content: bytes, form: str) -> float | None:
    """Seconds; None where it is no such file, or an empty one."""
    from tinytag import TinyTag, TinyTagException

    try:
        seconds = TinyTag.get(filename=f"audio.{form}", file_obj=BytesIO(content), tags=False).duration
    except (TinyTagException, ValueError, ArithmeticError, EOFError):
        return None
    return min(seconds, len(content) / LEAST_RATE) if seconds and seconds > 0 else None
