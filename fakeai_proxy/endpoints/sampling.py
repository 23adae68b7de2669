"""The texts of an answer: one a choice, all from the rng of the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fakeai_proxy.synth import TokenLogprob, generate, token_logprobs
from fakeai_proxy.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class Choice:
    """One text."""

    index: int
    pieces: tuple[str, ...]
    """One piece is one token; the first `echoed` of them are the prompt's."""
    finish_reason: Literal["stop", "length"]
    logprobs: tuple[TokenLogprob, ...] | None = None
    """One a piece, where they were asked for."""
    echoed: int = 0
    offset: int = 0
    """Characters of the prompt before the first piece, where log probabilities were asked for."""

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(self.pieces)

    @property
    def tokens(self) -> int:
        """How many of it were written, and so took time and cost money."""
        return len(self.pieces) - self.echoed


@dataclass(frozen=True, slots=True)
class Sampling:
    """How texts are to be made."""

    limit: int
    """Most tokens."""
    minimum: int = 0
    """Fewest tokens, unless `limit` or `stop` come first."""
    ignore_eos: bool = False
    stop: tuple[str, ...] = ()
    json_object: bool = False
    top_logprobs: int | None = None
    """How many alternatives a token comes with; None: no log probabilities at all."""


def sample(index: int, sampling: Sampling, tokenizer: Tokenizer, rng: np.random.Generator) -> Choice:
    """The next text of `rng`."""
    made = generate(
        rng,
        tokenizer,
        limit=sampling.limit,
        minimum=sampling.minimum,
        ignore_eos=sampling.ignore_eos,
        stop=sampling.stop,
        json_object=sampling.json_object,
    )
    if sampling.top_logprobs is None:
        return Choice(index, made.pieces, made.finish_reason)
    logprobs = token_logprobs(made.pieces, tokenizer, sampling.top_logprobs, rng)
    return Choice(index, made.pieces, made.finish_reason, tuple(logprobs))
