"""Files of audio as samples, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .extra import pyav

Block = NDArray[np.int16]
"""Samples of some time: (frames, channels)."""
BLOCKS = 25
"""Pieces of a second that libsndfile reads at once, at least 40 ms: a fraction of a millisecond of work."""


class Unreadable(ValueError):
    """No audio, or broken."""


class Sound(NamedTuple):
    """A file that was opened."""

    rate: int
    """Frames a second."""
    blocks: Iterator[Block]
    """Raises Unreadable where the file is broken."""


def opened(content: bytes) -> Sound:
    """What `content` holds, by its first bytes and not by any name: WAV, FLAC, MP3 and Ogg (Opus, Vorbis) by
    libsndfile; MP4, WebM and AAC in ADTS by PyAV.

    Raises Unreadable, and MissingExtra where PyAV is needed and is not there.
    """
    return reader_of(content)(content)


def reader_of(content: bytes) -> Callable[[bytes], Sound]:
    """Who reads it. Raises Unreadable for what nobody reads."""
    start = content[: 2**20].lstrip(b"\0") if content[:1] == b"\0" and content[4:8] != b"ftyp" else content
    if start[:3] == b"ID3" and len(start) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(start[6:10], (21, 14, 7, 0), strict=True))
        start = content[10 + size : 20 + size]
    if start[4:8] == b"ftyp" or start[:4] == b"\x1a\x45\xdf\xa3" or adts(start):
        return by_ffmpeg
    wave = start[:4] in (b"RIFF", b"RF64") and start[8:12] == b"WAVE"
    if wave or start[:4] in (b"fLaC", b"OggS") or mpeg(start):
        return by_libsndfile
    raise Unreadable("no format of audio that is known")


def adts(start: bytes) -> bool:
    """Twelve bits of sync, any version, layer 0 (ISO 13818-7)."""
    return len(start) > 1 and start[0] == 0xFF and start[1] & 0xF6 == 0xF0


def mpeg(start: bytes) -> bool:
    """Eleven bits of sync, and layer III (ISO 11172-3)."""
    return len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2


def by_libsndfile(content: bytes) -> Sound:
    from soundfile import LibsndfileError, SoundFile

    class Straight(SoundFile):  # type: ignore[misc]  # it has no types
        """Read from its beginning to its end: a place looked for in MP3 is decoded anew, with complaints."""

        def seekable(self) -> bool:
            return False

    try:
        file = Straight(BytesIO(content))
    except LibsndfileError as error:
        raise Unreadable(str(error)) from None

    def blocks() -> Iterator[Block]:
        size = max(file.samplerate // BLOCKS, 1)
        with file:
            try:
                while len(read := file.read(size, dtype="float32", always_2d=True)):
                    yield np.rint(np.clip(read * 32_768, -32_768, 32_767)).astype(np.int16)
            except LibsndfileError as error:
                raise Unreadable(str(error)) from None

    return Sound(file.samplerate, blocks())


def by_ffmpeg(content: bytes) -> Sound:
    av = pyav("A file of MP4, WebM or AAC")
    try:
        file = av.open(BytesIO(content))
        stream = file.streams.audio[0]
    except (av.FFmpegError, IndexError) as error:
        raise Unreadable(str(error)) from None
    rate = stream.rate or 0
    if rate <= 0:
        raise Unreadable("no rate")
    even = av.AudioResampler(format="s16", layout="mono", rate=rate)

    def blocks() -> Iterator[Block]:
        with file:
            try:
                for frame in file.decode(stream):
                    for one in even.resample(frame):
                        yield one.to_ndarray().reshape(-1, 1)
            except av.FFmpegError as error:
                raise Unreadable(str(error)) from None

    return Sound(rate, blocks())
