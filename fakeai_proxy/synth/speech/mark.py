"""The text of a speech, kept in the lowest bit of its samples, where nobody hears it.

A frame is MAGIC, the length of the text in bytes and its CRC-32 (big-endian, 32 bits each), and the text in
UTF-8, one bit a sample, the highest first; frames follow each other without end. What changes no sample keeps
them: another container, base64, lossless compression, silence around it, a cut that leaves one frame whole.
Loudness, resampling and lossy compression do not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MAGIC = b"\xf0\x9fSAY\x1a\n\x00"
HEAD = struct.Struct(">II")
WINDOW = 2**18
"""Samples that hold any frame of `Marks`: of a text of 32 KB."""


class Mark:
    """The frame of one text."""

    def __init__(self, text: str) -> None:
        said = text.encode("utf-8", "surrogatepass")
        frame = MAGIC + HEAD.pack(len(said), crc32(said)) + said
        self._bits = np.unpackbits(np.frombuffer(frame, np.uint8)).astype(np.int16)

    @property
    def size(self) -> int:
        """Samples that hold it once."""
        return len(self._bits)

    def put(self, samples: NDArray[np.int16], at: int) -> NDArray[np.int16]:
        """`samples`, the first of which is number `at` of the speech, with their part of the frames."""
        return samples & ~1 | np.take(self._bits, np.arange(at, at + len(samples)), mode="wrap")


def texts_in(samples: NDArray[np.int16]) -> list[str]:
    """The texts of the speeches in `samples`, in their order; what follows itself is one speech."""
    return _in_order(_frames((samples & 1).astype(np.uint8)))


class Marks:
    """`texts_in` of samples that come piece by piece."""

    def __init__(self) -> None:
        self._waiting: list[NDArray[np.uint8]] = []
        self._held = self._past = 0
        self._found: set[tuple[int, str]] = set()

    def feed(self, samples: NDArray[np.int16]) -> None:
        """Look at the next samples, some seconds of them together."""
        self._waiting.append((samples & 1).astype(np.uint8))
        self._held += len(samples)
        if self._held >= 2 * WINDOW:
            self._look(WINDOW)

    def texts(self) -> list[str]:
        """All so far."""
        self._look(0)
        return _in_order(self._found)

    def _look(self, keep: int) -> None:
        """A frame that is not whole is looked for again, in what is kept and what follows it."""
        bits = np.concatenate(self._waiting) if self._waiting else np.zeros(0, np.uint8)
        self._found.update((self._past + at, text) for at, text in _frames(bits))
        self._past += len(bits) - keep
        self._waiting, self._held = [bits[len(bits) - keep :]], keep


def _in_order(frames: Iterable[tuple[int, str]]) -> list[str]:
    found = sorted(frames)
    return [text for at, (_, text) in enumerate(found) if not at or found[at - 1][1] != text]


def _frames(bits: NDArray[np.uint8]) -> Iterator[tuple[int, str]]:
    """(bit, text) of the whole frames: as bytes may begin at any bit, each of eight places is looked at."""
    for shift in range(8):
        packed = np.packbits(bits[shift:]).tobytes()
        at = packed.find(MAGIC)
        while at >= 0:
            size, said = _body(packed, at + len(MAGIC))
            if said is not None:
                yield at * 8 + shift, said
            at = packed.find(MAGIC, at + len(MAGIC) + size)


def _body(packed: bytes, at: int) -> tuple[int, str | None]:
    """Bytes of the rest of a frame, and its text; (0, None) where it is not whole."""
    if len(packed) < at + HEAD.size:
        return 0, None
    size, check = HEAD.unpack_from(packed, at)
    said = packed[at + HEAD.size : at + HEAD.size + size]
    if len(said) < size or crc32(said) != check:
        return 0, None
    return HEAD.size + size, said.decode("utf-8", "replace")
