"""Syllables as sound: the tables of each sound, read at the pitch of the voice, one fading into the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .sounds import SILENCE, SOUNDS
from .syllables import BETWEEN_WORDS, Syllable
from .voices import Voice
from .waves import PERIOD, RATE, Samples, noise, period

LOUDNESS = 4_500.0
"""Of a vowel, as root of its mean square in samples of 16 bits."""
FADE = 0.012
"""Seconds in which one sound becomes the next, at speed 1 and slower."""
BREATH, LONGEST = 6, 12
"""Syllables after which a breath ends with the word, and those after which it ends: milliseconds of work."""
TUNE = 1.12, 0.9
"""Pitch at the beginning and at the end of a breath, as factors."""
QUESTION = 1.35
"""Pitch at the end of a question."""


class Segment(NamedTuple):
    """A sound that lasts some samples."""

    sound: str
    length: int


def breaths(said: Iterable[Syllable], speed: float = 1.0) -> Iterator[list[Syllable]]:
    """The syllables between two pauses; a long sentence is several breaths, more when it is slow."""
    group: list[Syllable] = []
    enough = BREATH * min(speed, 1.0)
    for syllable in said:
        group.append(syllable)
        pause = syllable.pause
        if pause > BETWEEN_WORDS or (pause and len(group) >= enough) or len(group) == LONGEST:
            yield group
            group = []
    if group:
        yield group


def sung(group: list[Syllable], voice: Voice, speed: float) -> Samples:
    """The sound of a breath, in samples of 16 bits; it begins and ends in silence."""
    parts = list(segments(group, speed))
    length = sum(part.length for part in parts)
    phase = np.cumsum(_tune(length, group[-1].asked), dtype=np.float64) * (voice.pitch * PERIOD / RATE)
    places = phase.astype(np.int32) % PERIOD
    out = np.zeros(length, np.float32)
    before, at = SILENCE, 0
    for sound, size in parts:
        here = out[at : at + size]
        if sound != SILENCE:
            here += _heard(sound, voice, places[at : at + size], at)
        rising = _fade(size, speed)
        faded = len(rising)
        here[:faded] *= rising
        if before != SILENCE:
            here[:faded] += _heard(before, voice, places[at : at + faded], at) * (1 - rising)
        before, at = sound, at + size
    return out * np.float32(LOUDNESS)


def segments(group: list[Syllable], speed: float) -> Iterator[Segment]:
    """What a breath is made of."""
    for syllable in group:
        for sound in syllable.sounds:
            yield Segment(sound, round(SOUNDS[sound].seconds / speed * RATE))
        if syllable.pause or syllable is group[-1]:
            yield Segment(SILENCE, round((syllable.pause or BETWEEN_WORDS) / speed * RATE))


def _tune(length: int, asked: bool) -> NDArray[np.float32]:
    """How the pitch goes down in a breath, with a little tremble; up at the end of a question."""
    share = np.linspace(0, 1, length, dtype=np.float32)
    tune = TUNE[0] + (TUNE[1] - TUNE[0]) * share + 0.015 * np.sin(share * np.float32(length / RATE * 33))
    if asked:
        tune += (QUESTION - TUNE[1]) * np.clip(share * 4 - 3, 0, 1)
    return np.asarray(tune, np.float32)


def _fade(size: int, speed: float) -> Samples:
    """How a sound of `size` samples begins, from 0 to 1."""
    steps = max(min(size, round(FADE / max(speed, 1.0) * RATE)), 1)
    return np.arange(1, steps + 1, dtype=np.float32) / np.float32(steps)


def _heard(name: str, voice: Voice, places: NDArray[np.int32], at: int) -> Samples:
    sound = SOUNDS[name]
    heard = period(name, voice)[places] * np.float32(sound.voice)
    if sound.noise:
        heard += np.take(noise(name), np.arange(at, at + len(places)), mode="wrap") * np.float32(sound.noise)
    return heard
