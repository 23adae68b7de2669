"""Speech of the user."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from fakeai_proxy.synth.speech import RATE, MissingExtra, Unreadable, opened
from fakeai_proxy.synth.speech.mark import Marks
from fakeai_proxy.tokens import Medium
from fakeai_proxy.tokens.media import heard_tokens

from .data_url import from_base64
from .place import Part, Place


def read(part: Any, place: Place) -> list[Part]:
    """What the sound costs, by how long it is; and what it says, where that can be heard."""
    place.refuse_modality("audio", "input_audio")
    audio = part["input_audio"]
    content = from_base64(audio["data"])
    if content is None:
        why = "Expected base64-encoded audio, but got an invalid base64-encoded value."
        raise place.wrong(why, "input_audio", "data", code="invalid_base64")
    try:
        seconds, said = heard(content)
    except (Unreadable, MissingExtra):
        why = f"Expected audio of the format '{audio['format']}', but got data that is none."
        raise place.wrong(why, "input_audio", "data", code="invalid_audio") from None
    return [{"medium": Medium("audio", crc32(content), heard_tokens(seconds)), "text": said}]


def heard(content: bytes) -> tuple[float, str]:
    """Seconds, and the words of speech of ours. Raises Unreadable, also for what is empty."""
    sound, marks, frames = opened(content), Marks(), 0
    for block in sound.blocks:
        frames += len(block)
        if sound.rate == RATE and block.shape[1] == 1:
            marks.feed(block[:, 0])
    if not frames:
        raise Unreadable("no sound at all")
    return frames / sound.rate, " ".join(marks.texts())
