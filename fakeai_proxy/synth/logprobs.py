"""Log probabilities that could have produced the tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fakeai_proxy.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class TokenLogprob:
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
    """One entry for each of `pieces`, with `top` alternatives each."""
    answer = []
    for piece in pieces:
        best = TokenLogprob(piece, float(np.log(rng.uniform(0.5, 1.0))), tuple(piece.encode()))
        answer.append(TokenLogprob(piece, best.logprob, best.bytes, (best,) if top else ()))
    return answer
