"""Answers that were predicted: the text that the client expects, with a few words changed."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.tokens import Tokenizer

from .english import Words, english

EDITED = 0.03
"""Share of the words that come out otherwise."""
SHORT = 12
"""A text of fewer tokens is as it was predicted."""
REPLACED, FOLLOWED = 0.6, 0.2
"""Of those, how many are another word and how many have a new one after them; the rest are left out."""


def edited(rng: np.random.Generator, text: str, tokenizer: Tokenizer) -> list[str]:
    """The tokens of `text`, edited: only at words, so that marks, numbers and indentation stay."""
    pieces = list(tokenizer.pieces(text))
    if len(pieces) < SHORT:
        return pieces
    chances = rng.random(len(pieces)) / EDITED
    places = [at for at in np.flatnonzero(chances < 1).tolist() if pieces[at].strip().isalpha()]
    if not places:
        return pieces
    for at in places:
        pieces[at] = _edited(pieces[at], float(chances[at]), english().nouns, rng)
    return list(tokenizer.pieces("".join(pieces)))


def _edited(piece: str, chance: float, nouns: Words, rng: np.random.Generator) -> str:
    noun = nouns[int(rng.integers(len(nouns)))]
    if chance < REPLACED:
        word = piece.strip()
        return piece.replace(word, noun.strip().capitalize() if word[0].isupper() else noun.strip())
    return piece + noun if chance < REPLACED + FOLLOWED else ""
