"""Text to speech: a simple formant synthesizer (after Klatt 1980) whose sound carries its text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .mark import Mark
from .syllables import syllables
from .voices import voice_of
from .voicing import breaths, segments, sung
from .waves import RATE

Pcm = NDArray[np.int16]
"""Samples of one channel, RATE a second."""
SLOWEST, FASTEST = 0.25, 4.0
LEAST = RATE // 5
"""Samples of the shortest speech: a fifth of a second."""


def speak(text: str, voice: str = "alloy", speed: float = 1.0, height: float = 1.0) -> Pcm:
    """`text` as `voice` says it: 16 bits, one channel, 24 kHz; the same in every process.

    About 150 words a minute at speed 1. ValueError unless `speed` is 0.25 to 4. Voices are those of VOICES;
    any other name is a voice of its own. height: factor of its pitch. `texts_in` finds the text again.
    """
    return np.concatenate(list(spoken(text, voice, speed, height)))


def length_of(text: str, speed: float = 1.0) -> int:
    """Samples of `speak(text, speed=speed)`, without making them."""
    parts = (segments(group, speed) for group in breaths(syllables(text), speed))
    return max(sum(part.length for one in parts for part in one), LEAST, Mark(text).size)


def spoken(text: str, voice: str = "alloy", speed: float = 1.0, height: float = 1.0) -> Iterator[Pcm]:
    """`speak` piece by piece, each a breath of a few seconds and some milliseconds of work."""
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError(f"speech has a speed of {SLOWEST} to {FASTEST}, not {speed}")
    mark, at = Mark(text), 0
    own = voice_of(voice)
    singer = own._replace(pitch=own.pitch * height)
    for group in breaths(syllables(text), speed):
        piece = np.clip(sung(group, singer, speed), -32_000, 32_000).astype(np.int16)
        yield mark.put(piece, at)
        at += len(piece)
    if (missing := max(LEAST, mark.size) - at) > 0:
        yield mark.put(np.zeros(missing, np.int16), at)
