"""The voices: how high they speak, and how long the throat is that they speak with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32


class Voice(NamedTuple):
    pitch: float
    """Hz of the vocal cords, on average."""
    throat: float
    """Factor of all resonances: 1 that of a grown man."""


VOICES: Mapping[str, Voice] = {
    "alloy": Voice(164.0, 1.08),
    "ash": Voice(112.0, 0.98),
    "ballad": Voice(128.0, 1.02),
    "coral": Voice(206.0, 1.15),
    "echo": Voice(104.0, 1.0),
    "fable": Voice(149.0, 1.05),
    "onyx": Voice(88.0, 0.94),
    "nova": Voice(217.0, 1.17),
    "sage": Voice(189.0, 1.13),
    "shimmer": Voice(228.0, 1.18),
    "verse": Voice(136.0, 1.01),
    "marin": Voice(197.0, 1.14),
    "cedar": Voice(96.0, 0.96),
}
"""The voices that OpenAI has."""


def voice_of(name: str) -> Voice:
    """One of VOICES, or one of its own for any other name: between 90 and 230 Hz."""
    known = VOICES.get(name.lower())
    if known:
        return known
    height = crc32(name.encode("utf-8", "surrogatepass")) / 2**32
    return Voice(90.0 + 140.0 * height, 0.95 + 0.23 * height)
