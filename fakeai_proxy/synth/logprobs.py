"""Log probabilities that could have produced the tokens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from fakeai_proxy.tokens import Tokenizer

from .english import english

LEAST_LIKELY = 3.0
"""Greatest surprise at a chosen token, in nats."""
CERTAINTY = 4
"""Power by which most tokens come out nearly certain."""
NEXT = 0.5
"""Each alternative takes this part of the probability that those before it left."""


class TokenLogprob(NamedTuple):
    """One token, how likely it was (natural logarithm), and what else could have stood there."""

    token: str
    logprob: float
    bytes: tuple[int, ...]
    """UTF-8 of `token`."""
    top: tuple[TokenLogprob, ...] = ()
    """The most likely tokens, most likely first, this one among them; their own `top` is empty."""


def token_logprobs(
    pieces: Sequence[str], tokenizer: Tokenizer, top: int, rng: np.random.Generator
) -> list[TokenLogprob]:
    """One entry for each of `pieces`, with its `top` most likely tokens (none for 0).

    At each place the tokens are different and their probabilities add up to 1 at most.
    """
    surprise = LEAST_LIKELY * rng.random(len(pieces)) ** CERTAINTY
    chosen = [
        TokenLogprob(*entry) for entry in zip(pieces, (-surprise).tolist(), map(_utf8, pieces), strict=True)
    ]
    if not top:
        return chosen
    left = np.log(-np.expm1(-surprise) + np.finfo(float).tiny)
    others = left[:, None] + np.log(NEXT) * np.arange(1, top)
    words = _alternatives(tokenizer)
    starts = rng.integers(0, len(words) - top, len(pieces)).tolist()
    return [
        one._replace(top=_ranked(one, words[start : start + top], row))
        for one, start, row in zip(chosen, starts, others.tolist(), strict=True)
    ]


def _ranked(
    chosen: TokenLogprob, words: Sequence[tuple[str, tuple[int, ...]]], logprobs: Sequence[float]
) -> tuple[TokenLogprob, ...]:
    """`chosen` and as many of `words` as there are `logprobs`, most likely first."""
    others = (word for word in words if word[0] != chosen.token)
    entries = [
        TokenLogprob(token, logprob, utf8) for (token, utf8), logprob in zip(others, logprobs, strict=False)
    ]
    return tuple(sorted([chosen, *entries], key=lambda entry: -entry.logprob))


@cache
def _alternatives(tokenizer: Tokenizer) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Words that are one token, each with its UTF-8."""
    return tuple((word, _utf8(word)) for word in english().nouns if len(tokenizer.encode(word)) == 1)


def _utf8(text: str) -> tuple[int, ...]:
    return tuple(text.encode())
