"""Tokenizers by name, over the vocabularies shipped beside this file."""

from __future__ import annotations

import codecs
from functools import cache, cached_property
from typing import TYPE_CHECKING

from .vocabulary import NAMES, load

if TYPE_CHECKING:
    from tiktoken import Encoding


class Tokenizer:
    """Text to tokens and back. Loads its vocabulary on first use; safe to share between threads.

    Special tokens written in a text are plain text to it, as they are to the API.
    """

    def __init__(self, name: str, factor: float = 1.0) -> None:
        if name not in NAMES:
            raise ValueError(f"unknown encoding '{name}'; known: {', '.join(NAMES)}")
        self.name, self.factor = name, factor

    @cached_property
    def _encoding(self) -> Encoding:
        return load(self.name)

    def encode(self, text: str) -> list[int]:
        """The token ids of `text`. A lone surrogate is read as U+FFFD."""
        return self._encoding.encode_ordinary(text)

    def count(self, text: str) -> int:
        """How many tokens `text` costs: exact where `factor` is 1, else round(exact * factor)."""
        exact = len(self.encode(text))
        return exact if self.factor == 1.0 else round(exact * self.factor)

    def pieces(self, text: str) -> tuple[str, ...]:
        """The text of each token; joined they are `text`.

        A character whose bytes lie in several tokens goes whole to the token that completes it. A token
        that completes none has no piece, so there can be fewer pieces than tokens, in such text only.
        """
        decode = codecs.getincrementaldecoder("utf-8")().decode
        tokens = self._encoding.decode_tokens_bytes(self.encode(text))
        return tuple(piece for piece in map(decode, tokens) if piece)


@cache
def tokenizer(name: str, factor: float = 1.0) -> Tokenizer:
    """The tokenizer called `name`: o200k_base, o200k_harmony or cl100k_base. ValueError for another name."""
    return Tokenizer(name, factor)
