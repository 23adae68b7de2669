"""The text is not what a sound model writes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import cycle
from typing import Literal

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import CALL, STOP, Edit, Place
from .fault import PayloadFault

WORD = re.compile(r"\w+")
TOKEN = re.compile(r"\s*\S+|\s+")
"""A word with the space before it."""
REMEMBERED = 6
"""Words that a loop repeats."""
FOREIGN = (
    *("aber", "kein", "Morgen", "zwischen", "vielleicht", "lapsi", "kauppa", "joki", "ikkuna", "mutta"),
    *("nuit", "fenêtre", "presque", "lumière", "jamais", "dehors", "日本", "天気", "時間", "明日", "言葉"),
)
"""Words of German, Finnish, French and Japanese."""


class Text(PayloadFault):
    """The text goes wrong, word by word, and the answer ends as if it were right.

    garbled      words have their letters mixed up
    language     words are those of other languages
    repetition   at some word the model falls into a loop: its last words are repeated to the end

    Reasoning and tool calls stay. What is wrong depends on how the text is cut into events, too.
    """

    type: Literal["payload.text"] = "payload.text"
    mode: Literal["garbled", "language", "repetition"] = Field(
        default="garbled", description="What goes wrong."
    )
    rate: float = Field(
        default=0.2,
        gt=0,
        le=1,
        description="Share of the words that are wrong; of `repetition`: chance of the loop at each.",
    )

    def edit(self, hit: Hit) -> Edit:
        if self.mode == "repetition":
            return Looping(self.rate, hit.rng)
        return Rewording(WORDINGS[self.mode], self.rate, hit.rng)


Reword = Callable[[str, np.random.Generator], str]


class Rewording(Edit):
    """Some words in other words."""

    def __init__(self, reword: Reword, rate: float, rng: np.random.Generator) -> None:
        self._reword, self._rate, self._rng = reword, rate, rng

    def text(self, place: Place, piece: str) -> str:
        return WORD.sub(self._one, piece)

    def _one(self, word: re.Match[str]) -> str:
        hit = self._rng.random() < self._rate
        return self._reword(word[0], self._rng) if hit else word[0]


def garbled(word: str, rng: np.random.Generator) -> str:
    """The letters of a word in another order; of one or two letters, doubled."""
    return "".join(rng.permutation(list(word))) if len(set(word)) > 2 else word * 2


def foreign(word: str, rng: np.random.Generator) -> str:
    return FOREIGN[int(rng.integers(len(FOREIGN)))]


WORDINGS: Mapping[str, Reword] = {"garbled": garbled, "language": foreign}


class Looping(Edit):
    """The last words again and again, in place of all that follows."""

    def __init__(self, rate: float, rng: np.random.Generator) -> None:
        self._rate, self._rng = rate, rng
        self._said: dict[int, deque[str]] = {}
        self._loops: dict[int, cycle[str]] = {}

    def text(self, place: Place, piece: str) -> str:
        return "".join(self._next(place.choice, word) for word in TOKEN.findall(piece))

    def _next(self, choice: int, word: str) -> str:
        if loop := self._loops.get(choice):
            return next(loop)
        if word.isspace():
            return word
        said = self._said.setdefault(choice, deque(maxlen=REMEMBERED))
        said.append(word)
        if self._rng.random() < self._rate:
            self._loops[choice] = cycle(tuple(said))
        return word


class Overlong(PayloadFault):
    """The text goes on and on, past every `max_tokens`: it is repeated, and ends with `stop` all the same.

    Tool calls are gone; the usage counts all that was said. In a stream what is too much comes at once.
    """

    type: Literal["payload.overlong"] = "payload.overlong"
    factor: int = Field(default=20, ge=2, le=100, description="How often the text is said in all.")

    def edit(self, hit: Hit) -> Edit:
        return Repeating(self.factor)


class Repeating(Edit):
    def __init__(self, factor: int) -> None:
        self._factor = factor
        self._said: dict[Place, list[str]] = {}

    def keeps(self, kind: str) -> bool:
        return kind != CALL

    def text(self, place: Place, piece: str) -> str:
        self._said.setdefault(place, []).append(piece)
        return piece

    def rest(self, place: Place) -> Iterable[str]:
        said = self._said.pop(place, [])
        for _ in range(self._factor - 1):
            yield from ("\n", *said) if said else ()

    def reason(self, choice: int, reason: str) -> str:
        return STOP
