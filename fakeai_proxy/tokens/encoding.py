"""Tokenizers by name, over the vocabularies shipped beside this file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .vocabulary import VOCABULARIES, load

if TYPE_CHECKING:
    from tiktoken import Encoding

BLANKS = 100_000
"""Half of the whitespace in a row that tiktoken is trusted with; its regex engine panics near a million."""


class Tokenizer:
    """Text to tokens and back. Loads its vocabulary on first use; safe to share between threads.

    Special tokens written in a text are plain text to it, as they are to the API. While it encodes, other
    threads run.
    """

    def __init__(self, name: str, factor: float = 1.0) -> None:
        if name not in VOCABULARIES:
            raise ValueError(f"unknown encoding '{name}'; known: {', '.join(VOCABULARIES)}")
        self.name, self.factor = name, factor

    @cached_property
    def _encoding(self) -> Encoding:
        return load(VOCABULARIES[self.name])

    def encode(self, text: str) -> list[int]:
        """The token ids of `text`. A lone surrogate is read as U+FFFD."""
        if len(text) <= BLANKS:
            return self._encoding.encode_ordinary(text)
        return list(chain.from_iterable(map(self._encoding.encode_ordinary, _without_deserts(text))))

    def decode(self, tokens: Sequence[int]) -> str:
        """The text of token ids. An id that is none, or special, is read as U+FFFD, as are stray bytes."""
        return b"".join(map(self._bytes, tokens)).decode("utf-8", "replace")

    def _bytes(self, token: int) -> bytes:
        try:
            return self._encoding.decode_single_token_bytes(token)
        except (KeyError, OverflowError):
            return "\ufffd".encode()

    def count(self, text: str) -> int:
        """How many tokens `text` costs: exact where `factor` is 1, else round(exact * factor)."""
        return self.scaled(len(self.encode(text)))

    def scaled(self, exact: int) -> int:
        """`exact` tokens of this encoding in tokens of the family whose `factor` this is."""
        return exact if self.factor == 1.0 else round(exact * self.factor)

    def scaled_ids(self, ids: list[int]) -> list[int] | NDArray[np.uint32]:
        """As many ids as `scaled` counts: texts that begin alike still do, as far as whole tokens go.

        With a factor over 1 some stand twice, with one below 1 some are the sum of two.
        """
        if self.factor == 1.0 or not ids:
            return ids
        starts = (np.arange(self.scaled(len(ids))) / self.factor).astype(np.intp)
        exact = np.array(ids, np.uint32)
        return exact[starts] if self.factor > 1 else np.add.reduceat(exact, starts)

    def sizes(self, text: str) -> list[int]:
        """Bytes of each token of `text`; their sum is that of its UTF-8."""
        return [len(token) for token in self._encoding.decode_tokens_bytes(self.encode(text))]

    def pieces(self, text: str) -> tuple[str, ...]:
        """The text of each token; joined they are `text`.

        A character whose bytes lie in several tokens goes whole to the token that completes it. A token
        that completes none has no piece, so there can be fewer pieces than tokens, in such text only.
        """
        decode = codecs.getincrementaldecoder("utf-8")().decode
        tokens = self._encoding.decode_tokens_bytes(self.encode(text))
        return tuple(piece for piece in map(decode, tokens) if piece)


def _without_deserts(text: str) -> Iterator[str]:
    """`text`, cut at multiples of BLANKS wherever the BLANKS characters before are all whitespace."""
    start = 0
    for end in range(BLANKS, len(text) + 1, BLANKS):
        if text[end - BLANKS : end].isspace():
            yield text[start:end]
            start = end
    yield text[start:]


@cache
def tokenizer(name: str, factor: float = 1.0) -> Tokenizer:
    """The tokenizer called `name`: o200k_base, o200k_harmony or cl100k_base. ValueError for another name."""
    return Tokenizer(name, factor)
