"""A recording that was sent: whether it is one, and what there is to hear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.synth.speech import (
    RATE,
    Heard,
    Hearing,
    MissingExtra,
    Sound,
    Unreadable,
    opened,
    tagged,
    texts_in,
)
from fakeai_proxy.wire.form import FilePart

from .family import Family

SUPPORTED = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")
OURS = ("aac", "opus", "pcm")
"""What `/audio/speech` makes besides."""
LARGEST = 25 * 2**20
"""Bytes."""
SHORTEST = 0.1
"""Seconds."""
PIECE = RATE // 25
"""Samples of pcm that are heard at once."""


class Recording(NamedTuple):
    sound: Sound
    told: str | None
    """The text that the file tells of itself."""


def recording_of(file: FilePart, family: Family) -> Recording:
    """`file`, opened. Raises ApiError 400, 413 and, where what reads it is not installed, 501."""
    if len(file.content) > LARGEST:
        raise ApiError(
            413,
            f"Maximum content size limit ({LARGEST}) exceeded ({len(file.content)} bytes read)",
            type="server_error",
        )
    ending = file.filename.rpartition(".")[2].lower()
    if ending not in (*SUPPORTED, *OURS) and not file.content_type.startswith(("audio/", "video/")):
        raise ApiError(400, f"Invalid file format. Supported formats: {list(SUPPORTED)}")
    try:
        sound = bare(file.content) if ending == "pcm" else opened(file.content)
    except Unreadable:
        raise unreadable(family) from None
    except MissingExtra as missing:
        raise ApiError(501, str(missing), param="file", code="not_installed") from None
    return Recording(sound, tagged(file.content))


def bare(content: bytes) -> Sound:
    """Samples without a container: only those that we made say what they are. Raises Unreadable."""
    samples = np.frombuffer(content[: len(content) // 2 * 2], "<i2").astype(np.int16)
    if not texts_in(samples):
        raise Unreadable("samples of no known rate")

    def blocks() -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.int16]]]:
        for at in range(0, len(samples), PIECE):
            yield samples[at : at + PIECE].reshape(-1, 1)

    return Sound(RATE, blocks())


def heard(sound: Sound, family: Family) -> Work[Heard]:
    """All of it, in slices. Raises ApiError 400 for what is broken, too short or too long."""
    hearing = Hearing(sound.rate)
    try:
        for block in sound.blocks:
            if hearing.feed(block):
                yield Wait(0)
            if hearing.frames > family.most * sound.rate:
                raise too_long(family)
    except Unreadable:
        raise unreadable(family) from None
    found = hearing.heard()
    if found.seconds < SHORTEST:
        raise ApiError(
            400,
            f"Audio file is too short. Minimum audio length is {SHORTEST} seconds.",
            param="file",
            code="audio_too_short",
        )
    return found


def too_long(family: Family) -> ApiError:
    most = f"{family.most:g} seconds which is the maximum for this model"
    return ApiError(400, f"audio duration is longer than {most}", param="file", code="invalid_value")


def unreadable(family: Family) -> ApiError:
    if family.newer:
        message = "Audio file might be corrupted or unsupported"
        return ApiError(400, message, param="file", code="invalid_value")
    return ApiError(400, "The audio file could not be decoded or its format is not supported.")
