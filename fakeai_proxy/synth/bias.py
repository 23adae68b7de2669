"""Tokens that a client wants more or less of (`logit_bias`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from fakeai_proxy.tokens import Tokenizer

from .brief import Brief, Writer
from .english import english

CERTAIN = 100
"""From here on a token is all that is written, or never written."""
ROUNDS = 3
"""Times that a text is looked through: words that come in can make new tokens with their neighbours."""


class Bias(NamedTuple):
    """By the text of a token."""

    only: tuple[str, ...] = ()
    """Nothing else is written."""
    kept: Mapping[str, float] = {}
    """Chance of a token that is wanted less to stay where it was written."""

    @classmethod
    def of(cls, biases: Mapping[int, float], words: Tokenizer) -> Bias:
        """`biases` by token id, added to its logit: a token that was near certain stays with e^bias."""
        only = [token for token, bias in biases.items() if bias >= CERTAIN]
        less = {words.decode([token]): bias for token, bias in biases.items() if bias < 0}
        kept = {token: 0.0 if bias <= -CERTAIN else math.exp(bias) for token, bias in less.items()}
        return cls(tuple(words.decode([token]) for token in only), kept)

    @property
    def never(self) -> Mapping[str, float]:
        """Those that are never written."""
        return {token: chance for token, chance in self.kept.items() if not chance}

    def heeded(self, write: Writer) -> Writer:
        """`write`, as who asks for this bias gets it."""

        def heeding(brief: Brief) -> list[str]:
            if not self.only:
                return without(write(brief), self, brief)
            drawn = brief.rng.integers(0, len(self.only), brief.tokens).tolist()
            return [self.only[at] for at in drawn]

        return heeding


def without(pieces: list[str], bias: Bias, brief: Brief) -> list[str]:
    """`pieces` with another word for those that do not stay; marks that do not are left out."""
    kept = bias.kept
    for _ in range(ROUNDS):
        if kept.keys().isdisjoint(pieces):
            return pieces
        changed = "".join([other(piece, kept, brief.rng) for piece in pieces])
        pieces, kept = list(brief.words.pieces(changed)), bias.never
    return [piece for piece in pieces if piece not in kept]


def other(piece: str, kept: Mapping[str, float], rng: np.random.Generator) -> str:
    """`piece`, or what stands in its place."""
    chance = kept.get(piece)
    if chance is None or rng.random() < chance:
        return piece
    if not piece.strip().isalpha():
        return ""
    nouns = [noun for noun in english().nouns if noun not in kept]
    return nouns[int(rng.integers(len(nouns)))] if nouns else ""
