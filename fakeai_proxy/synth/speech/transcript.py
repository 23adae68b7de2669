"""A text laid over the stretches of a recording in which somebody speaks: which word is said when."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .sounds import SOUNDS
from .stretches import Stretch
from .syllables import UNSPACED, said_of

WORD = re.compile(rf"{UNSPACED.pattern}|[^\s\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""What is between spaces, or one character of a script without them."""
LEAST = 0.04
"""Seconds of a word that has no sound."""
ENDS = (".", "!", "?", "…", "。", "！", "？")
SILENCE, LONGEST = 0.8, 30.0
"""Seconds between words, and of a segment, at which another one begins."""


class Word(NamedTuple):
    """One word and when it is said, in seconds."""

    text: str
    start: float
    end: float
    at: int
    """Its place among the characters of the transcript."""

    @property
    def to(self) -> int:
        return self.at + len(self.text)


class Segment(NamedTuple):
    """Some words that belong together: a sentence, mostly."""

    text: str
    """With the space before it; those of all segments are, joined, the transcript."""
    start: float
    end: float


class Transcript(NamedTuple):
    text: str
    words: Sequence[Word]
    segments: Sequence[Segment]


@lru_cache(maxsize=8192)
def weight(word: str) -> float:
    """Seconds that `word` takes at a usual speed."""
    sounds = (sound for syllable in said_of(word.strip("\"'“”‘’.,;:!?…()[]")) for sound in syllable.sounds)
    return max(sum(SOUNDS[sound].seconds for sound in sounds), LEAST)


class Part(NamedTuple):
    """Some text, and the stretches that it is said in: at least one."""

    text: str
    voiced: Sequence[Stretch]


def transcript(parts: Sequence[Part]) -> Transcript:
    """All `parts`, with a space between them; no segment is of two.

    Each word gets as much of the time in which somebody speaks as its sounds take, and lies in one stretch.
    """
    text, words, begins = "", list[Word](), set[int]()
    for part in parts:
        text += " " * bool(text)
        begins.add(len(words))
        words += words_of(part, len(text))
        text += part.text
    return Transcript(text, words, segments_of(text, words, begins))


def words_of(part: Part, past: int) -> list[Word]:
    """The words of `part`, which begins after `past` characters of the transcript."""
    voiced, found = part.voiced, list(WORD.finditer(part.text))
    if not found:
        return []
    lengths = np.array([one.seconds for one in voiced])
    begins = np.concatenate([[0.0], np.cumsum(lengths)])
    weights = np.cumsum([0.0, *(weight(one[0]) for one in found)])
    places = weights * (begins[-1] / weights[-1])
    middles = (places[:-1] + places[1:]) / 2
    home = np.clip(np.searchsorted(begins, middles, "right") - 1, 0, len(voiced) - 1)
    offsets = np.array([one.start for one in voiced])[home] - begins[home]
    starts = np.maximum(places[:-1], begins[home]) + offsets
    ends = np.minimum(places[1:], begins[home + 1]) + offsets
    times = zip(np.round(starts, 2).tolist(), np.round(ends, 2).tolist(), strict=True)
    return [Word(one[0], *when, past + one.start()) for one, when in zip(found, times, strict=True)]


def segments_of(text: str, words: Sequence[Word], begins: Collection[int]) -> list[Segment]:
    """Sentences; a long one, or one with a long silence in it, is several, and `begins` are beginnings."""
    found: list[Segment] = []
    first, past = 0, 0
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        ended = last or at + 1 in begins or word.text.rstrip("\"'”’)").endswith(ENDS)
        if ended or too_long(words[first], word, words[at + 1]):
            until = len(text) if last else word.to
            found.append(Segment(text[past:until], words[first].start, word.end))
            first, past = at + 1, until
    return found


def too_long(first: Word, word: Word, following: Word) -> bool:
    return following.start - word.end > SILENCE or following.end - first.start > LONGEST
