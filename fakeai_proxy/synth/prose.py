"""Prose of single-token words: the tokens of the text are known without encoding it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from fakeai_proxy.tokens import Tokenizer

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Generated:
    """An answer: one piece is one token."""

    pieces: tuple[str, ...]
    finish_reason: FinishReason

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(self.pieces)


@cache
def _words(encoding: str) -> tuple[str, ...]:
    from faker.providers.lorem.en_US import Provider

    encode = Tokenizer(encoding).encode
    return tuple(word for word in dict.fromkeys(Provider.word_list) if len(encode(" " + word)) == 1)


def generate(
    rng: np.random.Generator,
    tokenizer: Tokenizer,
    *,
    limit: int | None,
    minimum: int = 0,
    ignore_eos: bool = False,
    stop: tuple[str, ...] = (),
    json_object: bool = False,
) -> Generated:
    """An answer of natural length, cut at `limit` tokens, ended before the first `stop` string."""
    words = _words(tokenizer.name)
    length = max(8, int(rng.lognormal(4.0, 0.5)), minimum)
    if ignore_eos and limit is not None:
        length = limit + 1
    picks = rng.integers(0, len(words), length).tolist()
    pieces = ("The", *(" " + words[i] for i in picks[2:]), ".")
    if json_object:
        pieces = tokenizer.pieces('{"answer": "' + "".join(pieces) + '"}')
    reason: FinishReason = "stop"
    if limit is not None and limit < len(pieces):
        pieces, reason = pieces[:limit], "length"
    text = "".join(pieces)
    cuts = [at for word in stop if word and (at := text.find(word)) >= 0]
    return Generated(tokenizer.pieces(text[: min(cuts)]), "stop") if cuts else Generated(pieces, reason)
