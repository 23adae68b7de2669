"""Samples as files, whole or piece by piece while they are made."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from .aac import Aac
from .mark import texts_in
from .speaking import Pcm
from .tag import comment_of
from .waves import RATE

if TYPE_CHECKING:
    from collections.abc import Callable

Format = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
SLICE = RATE // 10
"""Samples that are encoded at once: about 10 ms of work for the slowest format."""
BITRATE = 128
"""Kilobits a second of mp3."""
MP3_BITRATES = 160, 8
"""Those that 24 kHz allows (MPEG-2 layer III): libsndfile wants the share of the way from high to low."""


class Encoder(Protocol):
    """Of one speech: what `feed` and `finish` return is, joined, a file."""

    def feed(self, samples: Pcm) -> bytes:
        """Bytes that are done with these samples; often none."""
        ...

    def finish(self) -> bytes:
        """The rest."""
        ...


def encode(samples: Pcm, format: Format) -> bytes:
    """A file of `samples` at 24 kHz: MP3, Ogg Opus, AAC in ADTS, FLAC or WAV, or the bare samples
    (little-endian) as pcm. A speech of ours stays one that tells its text.

    Raises MissingExtra for aac without PyAV.
    """
    made = encoder(format, len(samples), " ".join(texts_in(samples)))
    pieces = [made.feed(samples[at : at + SLICE]) for at in range(0, len(samples), SLICE)]
    return b"".join([*pieces, made.finish()])


def encoder(format: Format, length: int, text: str) -> Encoder:
    """For a speech of `length` samples that says `text`. Raises MissingExtra for aac without PyAV."""
    if format == "aac":
        return Aac(comment_of(text))
    if format in ("wav", "pcm"):
        return Plain(length if format == "wav" else None)
    return Compressed(format, length, comment_of(text))


class Plain:
    """The samples themselves, after the header of a WAV file if their number is given."""

    def __init__(self, length: int | None) -> None:
        self._head = b"" if length is None else wav_header(2 * length)

    def feed(self, samples: Pcm) -> bytes:
        head, self._head = self._head, b""
        return head + samples.astype("<i2", copy=False).tobytes()

    def finish(self) -> bytes:
        return self._head


def wav_header(size: int) -> bytes:
    """Of `size` bytes of samples: RIFF with the chunks `fmt ` and `data`, 44 bytes in all."""
    format = np.array([1, 1], "<u2").tobytes() + np.array([RATE, 2 * RATE], "<u4").tobytes()
    sizes = [np.array(n, "<u4").tobytes() for n in (36 + size, 16, size)]
    blocks = np.array([2, 16], "<u2").tobytes()
    return b"RIFF" + sizes[0] + b"WAVEfmt " + sizes[1] + format + blocks + b"data" + sizes[2]


class Compressed:
    """MP3, Ogg Opus or FLAC, by libsndfile."""

    def __init__(self, format: str, length: int, comment: str) -> None:
        from soundfile import SoundFile

        kind, subtype, options, self._whole = KINDS[format]
        self._length, self._out, self._taken = length, BytesIO(), 0
        self._file = SoundFile(
            self._out, "w", samplerate=RATE, channels=1, format=kind, subtype=subtype, **options
        )
        self._file.comment = comment

    def feed(self, samples: Pcm) -> bytes:
        self._file.write(samples)
        return self._made()

    def finish(self) -> bytes:
        self._file.close()
        return self._made()

    def _made(self) -> bytes:
        """What came out since the last time. What libsndfile writes into the past at the end is left out."""
        with self._out.getbuffer() as view:
            made = bytes(view[self._taken :])
        first, self._taken = not self._taken, self._taken + len(made)
        return self._whole(made, self._length) if first and made else made


def counted(head: bytes, length: int) -> bytes:
    """The beginning of a FLAC stream with the number of its samples (36 bits of STREAMINFO)."""
    told = int.from_bytes(head[18:26], "big") | length
    return head[:18] + told.to_bytes(8, "big") + head[26:]


def bare(head: bytes, length: int) -> bytes:
    """The beginning of an MP3 stream without the empty frame that is kept free for a table of contents.

    ID3v2 tells its size in 7 bits a byte; a frame of MPEG-2 layer III has 72 * bitrate / rate bytes.
    """
    at = 0
    if head[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    end = at + 72 * BITRATE * 1000 // RATE
    return head[:at] + head[end:] if not any(head[at + 4 : end]) else head


def unchanged(head: bytes, length: int) -> bytes:
    return head


KINDS: Mapping[str, tuple[str, str, Mapping[str, object], Callable[[bytes, int], bytes]]] = {
    "mp3": (
        "MP3",
        "MPEG_LAYER_III",
        {
            "bitrate_mode": "CONSTANT",
            "compression_level": (MP3_BITRATES[0] - BITRATE) / (MP3_BITRATES[0] - MP3_BITRATES[1]),
        },
        bare,
    ),
    "opus": ("OGG", "OPUS", {}, unchanged),
    "flac": ("FLAC", "PCM_16", {}, counted),
}
"""What libsndfile calls a format, its options, and what makes its first bytes those of a whole file."""
