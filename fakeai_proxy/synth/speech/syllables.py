"""A text as the syllables a reader would say: by its letters, without a dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .sounds import CONSONANTS, SILENCE, STOPS, VOWELS

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_|\n")
"""A word, a mark, or the end of a line."""
LETTERS = re.compile(
    r"tion|igh|sch|ch|ck|sh|th|ph|wh|ng|qu|ee|ea|oo|ou|ow|oa|ai|ay|au|aw|ei|ey|ie|oi|oy|er|ir|ur|[a-zY]"
)
SAID: Mapping[str, tuple[str, ...]] = {
    "tion": ("sh", "u", "n"), "igh": ("a", "y"), "sch": ("s", "k"), "ch": ("t", "sh"), "ck": ("k",),
    "sh": ("sh",), "th": ("th",), "ph": ("f",), "wh": ("w",), "ng": ("n",), "qu": ("k", "w"),
    "ee": ("ee",), "ea": ("ee",), "oo": ("oo",), "ou": ("a", "w"), "ow": ("o", "w"), "oa": ("o", "w"),
    "ai": ("e", "y"), "ay": ("e", "y"), "au": ("o",), "aw": ("o",), "ei": ("e", "y"), "ey": ("ee",),
    "ie": ("ee",), "oi": ("o", "y"), "oy": ("o", "y"), "er": ("er",), "ir": ("er",), "ur": ("er",),
    "a": ("ae",), "b": ("b",), "c": ("k",), "d": ("d",), "e": ("e",), "f": ("f",), "g": ("g",), "h": ("h",),
    "i": ("i",), "j": ("d", "sh"), "k": ("k",), "l": ("l",), "m": ("m",), "n": ("n",), "o": ("a",),
    "p": ("p",), "q": ("k",), "r": ("r",), "s": ("s",), "t": ("t",), "u": ("u",), "v": ("v",), "w": ("w",),
    "x": ("k", "s"), "y": ("i",), "z": ("z",), "Y": ("y",),
}  # fmt: skip
"""The sounds of letters; `Y` is the one of "yes"."""
SPELLING: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"([^eo])\1+"), r"\1"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"(?<=[aeiouy][^aeiouy])e(?=s?$)"), ""),
    (re.compile(r"\by(?=[aeiou])"), "Y"),
)
"""Doubled letters are one, `c` is soft, an `e` at the end is silent, `y` may begin a word."""
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SIGNS: Mapping[str, str] = {
    "%": "percent", "&": "and", "@": "at", "+": "plus", "=": "equals", "$": "dollar", "€": "euro",
    "£": "pound", "#": "number", "°": "degrees",
}  # fmt: skip
PAUSES: Mapping[str, float] = {
    **dict.fromkeys(".!?…。！？।", 0.4),
    **dict.fromkeys(";:；：", 0.3),
    **dict.fromkeys(",()[]{}—–、，،", 0.2),
    "\n": 0.35,
}
"""Seconds of silence after a mark, at speed 1."""
BETWEEN_WORDS = 0.04
"""Seconds between words, at speed 1."""
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters that are a syllable each."""


class Syllable(NamedTuple):
    """Sounds around one vowel, and seconds of silence after them at speed 1."""

    sounds: tuple[str, ...]
    pause: float = 0.0
    asked: bool = False
    """It ends a question."""


def syllables(text: str) -> Iterator[Syllable]:
    """The syllables of `text` in their order; of marks and signs, what a reader makes of them."""
    said: list[Syllable] = []
    for token in TOKEN.findall(text):
        pause = PAUSES.get(token)
        if pause is None:
            word = said_of(token)
            if word:
                yield from said
                said = [*word[:-1], word[-1]._replace(pause=BETWEEN_WORDS)]
        elif said:
            last = said[-1]
            said[-1] = last._replace(pause=max(last.pause, pause), asked=last.asked or token in "?？")
    yield from said


def said_of(token: str) -> list[Syllable]:
    """The syllables of one word, number or sign; none of a mark that is not said."""
    if token in SIGNS:
        return said_of(SIGNS[token])
    found: list[Syllable] = []
    letters = unicodedata.normalize("NFKD", re.sub("['’]", "", token.lower()))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for part in re.findall(r"[0-9]|[a-z]+|[^\W\da-z_]+", plain):
        if part.isdigit():
            found += _latin(DIGITS[int(part)])
        else:
            found += _latin(part) if part.isascii() else _foreign(unicodedata.normalize("NFC", part))
    return found


def _latin(word: str) -> list[Syllable]:
    for pattern, instead in SPELLING:
        word = pattern.sub(instead, word) or word
    letters = LETTERS.findall(word)
    sounds = [sound for letter in letters for sound in SAID[letter]]
    if not any(sound in VOWELS for sound in sounds):  # an abbreviation: letter by letter
        sounds = [sound for letter in letters for sound in (*SAID[letter], "ee")]
    return _parted(sounds)


def _foreign(part: str) -> list[Syllable]:
    """A vowel for each character that is a syllable, else for every two."""
    sounds: list[str] = []
    for at, character in enumerate(part):
        code, whole = ord(character), bool(UNSPACED.match(character))
        if whole or at % 2 == 0:
            sounds.append(CONSONANTS[code % len(CONSONANTS)])
        if whole or at % 2 or at == len(part) - 1:
            sounds.append(VOWELS[code // len(CONSONANTS) % len(VOWELS)])
    return _parted(sounds)


def _parted(sounds: Sequence[str]) -> list[Syllable]:
    """Each vowel with the consonants before it; those at the end go with the last."""
    found: list[list[str]] = []
    onset: list[str] = []
    for sound in sounds:
        onset += (SILENCE, sound) if sound in STOPS else (sound,)
        if sound in VOWELS:
            found.append(onset)
            onset = []
    if found:
        found[-1] += onset
    return [Syllable(tuple(each)) for each in found]
