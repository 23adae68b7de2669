"""Sound as the API writes it, and as samples: 16 bits, one channel, 24 kHz.

audio/pcm    little-endian samples as they are
audio/pcmu   G.711 mu-law, 8 kHz
audio/pcma   G.711 A-law, 8 kHz
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.errors import ApiError

Samples = NDArray[np.int16]
RATE = 24_000
TELEPHONE = 3
"""RATE is so many times the rate of G.711."""
LARGEST = 15 * 2**20
"""Bytes of sound that one event may bring."""
PIECE = 2**20
"""Characters of base64 that are decoded at a time."""
EXPECTED = (
    "expected base64-encoded audio bytes (mono PCM16 at 24kHz, or G.711 at 8kHz), but got an invalid value."
)
TAPS = 31
"""Length of the low-pass before samples are left out."""


def decoded(text: str, kind: str) -> Samples:
    """The samples of base64 `text`. Raises ApiError 400 where it is none, or too much."""
    return samples_of(b"".join(contents(text)), kind)


def samples_of(content: bytes, kind: str) -> Samples:
    """The samples of `content` in the format `kind`. Raises ApiError 400 where it is too much, or cut."""
    if len(content) > LARGEST:
        raise refused(f"at most {LARGEST} bytes may be appended at once, got {len(content)}.")
    if kind == "audio/pcm" and len(content) % 2:
        raise refused(EXPECTED)
    if kind == "audio/pcm":
        return np.frombuffer(content, "<i2").astype(np.int16)
    return widened(levels(kind)[np.frombuffer(content, np.uint8)])


def contents(text: str) -> Iterator[bytes]:
    """The bytes of base64 `text`, piece by piece. Raises ApiError 400 where it is none."""
    last = max(len(text) - 1, 0) // PIECE
    for at in range(last + 1):
        piece = text[at * PIECE : (at + 1) * PIECE]
        try:
            content = b64decode(piece, validate=True)
        except (Error, ValueError):
            raise refused(EXPECTED) from None
        if at < last and len(content) * 4 != PIECE * 3:  # padding before the end
            raise refused(EXPECTED)
        yield content


def refused(why: str) -> ApiError:
    return ApiError(400, f"Invalid 'audio': {why}", param="audio", code="invalid_value")


def written(samples: Samples, kind: str) -> bytes:
    """`samples` in the format `kind`."""
    if kind == "audio/pcm":
        return samples.astype("<i2").tobytes()
    return codes(kind)[narrowed(samples).astype(np.int32) + 32_768].tobytes()


def encoded(content: bytes) -> str:
    """Bytes as JSON has them."""
    return b64encode(content).decode()


def width(kind: str) -> float:
    """Bytes of a second of sound at 24 kHz, divided by its samples."""
    return 2.0 if kind == "audio/pcm" else 1 / TELEPHONE


def milliseconds(samples: int) -> int:
    """How long so many samples sound."""
    return samples * 1000 // RATE


def narrowed(samples: Samples) -> Samples:
    """At a third of the rate, without what would fold back."""
    if not len(samples):
        return samples
    smooth = np.convolve(samples.astype(np.float32), low_pass(), "same")[: len(samples)]
    return np.clip(smooth[::TELEPHONE], -32_768, 32_767).astype(np.int16)


def widened(samples: Samples) -> Samples:
    """At three times the rate, on straight lines between the samples."""
    places = np.arange(len(samples) * TELEPHONE, dtype=np.float32) / TELEPHONE
    return np.interp(places, np.arange(len(samples)), samples).astype(np.int16) if len(samples) else samples


@cache
def low_pass() -> NDArray[np.float32]:
    """A windowed sinc that lets a third of the band through."""
    at = np.arange(TAPS) - TAPS // 2
    taps = np.sinc(at / TELEPHONE) * np.hamming(TAPS)
    return np.asarray(taps / taps.sum(), np.float32)


@cache
def levels(kind: str) -> Samples:
    """The 256 values of G.711 (ITU-T G.711, tables 1 and 2), by their code."""
    code = np.arange(256)
    if kind == "audio/pcmu":
        code = code ^ 0xFF
        size = ((((code & 15) << 3) + 132) << (code >> 4 & 7)) - 132
        return np.where(code & 128, -size, size).astype(np.int16)
    code = code ^ 0x55
    step = code >> 4 & 7
    size = np.where(step, (((code & 15) << 4) + 264) << np.maximum(step - 1, 0), ((code & 15) << 4) + 8)
    return np.where(code & 128, size, -size).astype(np.int16)


@cache
def codes(kind: str) -> NDArray[np.uint8]:
    """The code whose value is nearest, of each of the 65,536 samples from -32,768 up."""
    values = levels(kind).astype(np.int32)
    order = np.argsort(values, kind="stable")
    middles = (values[order][1:] + values[order][:-1]) / 2
    return order[np.searchsorted(middles, np.arange(-32_768, 32_768))].astype(np.uint8)
