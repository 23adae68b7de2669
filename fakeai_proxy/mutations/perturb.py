"""Some tokens are other ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import Edit, Place
from fakeai_proxy.faults.payload.ledger import words

from .answer import AnswerMutation

WORD = re.compile(r"\s*\S+(?=\s)")
"""A word that is sure to be complete, with the space before it."""
COMMON = 256, 30_000
"""Ids of tokens that are more than a byte, and frequent."""
TRIES = 16


class Perturb(AnswerMutation):
    """Some tokens of the text are replaced by others, left out or said twice, at a rate.

    Tokens are those of o200k_base, whatever the events of a stream; of a stream the last word is held until
    it is complete, so the same seed says the same, streamed or not. Reasoning and tool calls stay; the usage
    counts what is said.
    """

    type: Literal["perturb"] = "perturb"
    rate: float = Field(default=0.05, gt=0, le=1, description="Share of the tokens.")
    how: Literal["replace", "drop", "repeat", "any"] = Field(
        default="any", description="What becomes of them; any: one of the others by chance."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(rate=round(float(rng.uniform(0.01, 0.3)), 2))

    def edit(self, hit: Hit) -> Edit:
        return Perturbing(self, hit.rng)


class Perturbing(Edit):
    """Each text draws for itself, for those of a stream may come by turns."""

    unmet = "chance changed no token"

    def __init__(self, mutation: Perturb, rng: np.random.Generator) -> None:
        self._rate = mutation.rate
        self._ways = ("replace", "drop", "repeat") if mutation.how == "any" else (mutation.how,)
        self._seed = int(rng.integers(2**63))
        self._rngs: dict[Place, np.random.Generator] = {}
        self._held: dict[Place, str] = {}

    def text(self, place: Place, piece: str) -> str:
        text, said = self._held.get(place, "") + piece, 0
        made = []
        for word in WORD.finditer(text):
            made.append(self._word(place, word[0]))
            said = word.end()
        self._held[place] = text[said:]
        return "".join(made)

    def rest(self, place: Place) -> Iterable[str]:
        yield self._word(place, self._held.pop(place, ""))

    def _word(self, place: Place, word: str) -> str:
        name = repr(place).encode()
        rng = self._rngs.setdefault(place, rng_for(self._seed, name))
        return "".join(self._token(token, rng) for token in tokens_of(word))

    def _token(self, token: str, rng: np.random.Generator) -> str:
        if rng.random() >= self._rate:
            return token
        match self._ways[int(rng.integers(len(self._ways)))]:
            case "drop":
                return ""
            case "repeat":
                return token * 2
        return another(token, rng)


def tokens_of(word: str) -> list[str]:
    """The tokens of `word`; the whole of it where some are less than a character."""
    tokens = [words().decode([token]) for token in words().encode(word)]
    return tokens if "".join(tokens) == word else [word]


def another(token: str, rng: np.random.Generator) -> str:
    """A token in place of `token`, which begins with a space where that does."""
    for _ in range(TRIES):
        drawn = words().decode([int(rng.integers(*COMMON))])
        if drawn != token and drawn.strip().isalnum() and drawn.startswith(" ") == token.startswith(" "):
            return drawn
    return token
