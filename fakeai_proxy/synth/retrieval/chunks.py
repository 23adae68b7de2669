"""A text, cut to chunks of so many tokens that overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.tokens import Tokenizer

SLICE = 8_192
"""Characters that are read at once."""
Offsets = NDArray[np.int64]


class Cutting(NamedTuple):
    """How a text is cut."""

    size: int = 800
    """Most tokens of a chunk."""
    overlap: int = 400
    """Tokens that a chunk has of the one before."""


def ends(text: str, words: Tokenizer) -> Iterator[Offsets]:
    """Where each token of `text` ends, in bytes of its UTF-8; slice after slice."""
    start = before = 0
    while start < len(text):
        stop = _stop(text, start)
        found = before + np.cumsum(words.sizes(text[start:stop]), dtype=np.int64)
        yield found
        start, before = stop, int(found[-1])


def _stop(text: str, start: int) -> int:
    """The end of the slice that begins at `start`: before white space, where that is near."""
    stop = start + SLICE
    if stop >= len(text):
        return len(text)
    near = max(text.rfind("\n", start + SLICE // 2, stop), text.rfind(" ", start + SLICE // 2, stop))
    return near if near > 0 else stop


def spans(content: bytes, tokens: Offsets, cutting: Cutting) -> list[tuple[int, int]]:
    """(begin, end) of each chunk of `content`, given where each token ends.

    A character that tokens share goes whole to both of its chunks.
    """
    stride, found = cutting.size - cutting.overlap, list[tuple[int, int]]()
    for first in range(0, len(tokens), stride):
        last = min(first + cutting.size, len(tokens))
        begin, end = int(tokens[first - 1]) if first else 0, int(tokens[last - 1])
        while _within(content, begin):
            begin -= 1
        while _within(content, end):
            end += 1
        found.append((begin, end))
        if last == len(tokens):
            break
    return found


def _within(content: bytes, at: int) -> bool:
    """Is that place in the middle of a character?"""
    return at < len(content) and content[at] & 0b1100_0000 == 0b1000_0000
