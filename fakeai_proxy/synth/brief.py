"""What a text is to be, for those who write it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from fakeai_proxy.tokens import Tokenizer


class Brief(NamedTuple):
    """One text."""

    rng: np.random.Generator
    words: Tokenizer
    tokens: int
    """How many it is to have at least, where its writer has a choice."""
    asked: str = ""
    """What the user said last."""
    lead: str = ""
    """Sentences before it."""


Writer = Callable[[Brief], list[str]]
"""A text, one string a token. `Brief.words` encodes the whole to just these tokens."""


class Length(NamedTuple):
    """Tokens of an answer, log-normal: the logarithm of how many has a normal distribution."""

    log_mean: float
    log_deviation: float

    @classmethod
    def of(cls, mean: float, sigma: float) -> Length:
        """The one with this `mean` in tokens; `sigma` is the deviation of the logarithm."""
        return cls(math.log(mean) - sigma**2 / 2, sigma)

    def times(self, factor: float) -> Length:
        """Of answers so many times as long."""
        return self._replace(log_mean=self.log_mean + math.log(factor))

    def drawn(self, rng: np.random.Generator) -> int:
        """Tokens of one answer. Always one draw of `rng`."""
        return max(int(rng.lognormal(self.log_mean, self.log_deviation)), 1)


NATURAL = Length(3.9, 0.5)
"""56 tokens in the mean: as its last sentence is finished, an answer has about 60."""
