"""JSON objects with sentences for values, token by token."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from .english import english
from .prose import sentences

OPEN, COLON, QUOTE, COMMA, CLOSE = '{"', '":', ' "', '",', '"}'
"""All that stands between keys and values; each is one token."""
FEWEST, MOST = 2, 4
"""Keys of an object."""


def json_object(rng: np.random.Generator, tokens: int, minimum: int, limit: int | None) -> list[str]:
    """A JSON object of at least `tokens` tokens, or of fewer to stay below `limit`: one string a token.

    `minimum`: fewest tokens, which may be as many as `limit`. The least object has six tokens: a lower
    `limit` gets those six, to be cut.
    """
    pieces, ends = _fields(rng, tokens)
    room = len(pieces) if limit is None else max(limit - 2, ends[0])
    end = ends[bisect_right(ends, room) - 1]
    nouns = english().nouns
    padding = rng.integers(0, len(nouns), max(minimum - 1 - end, 0)).tolist()
    return [*pieces[:end], *(nouns[at] for at in padding), CLOSE]


def _fields(rng: np.random.Generator, tokens: int) -> tuple[list[str], list[int]]:
    """The object without its last mark, and the lengths at which that can stand: after a word of a value."""
    keys, first = english().keys, int(rng.integers(len(english().keys)))
    size = int(rng.integers(FEWEST, MOST, endpoint=True))
    pieces, ends = list[str](), list[int]()
    for field in range(size):
        pieces += [*((COMMA, QUOTE) if pieces else (OPEN,)), keys[(first + field) % len(keys)], COLON, QUOTE]
        start = len(pieces)
        pieces += _value(rng, (field + 1) * tokens // size - start)
        ends += (at for at in range(start + 1, len(pieces) + 1) if pieces[at - 1][-1].isalpha())
    return pieces, ends


def _value(rng: np.random.Generator, tokens: int) -> list[str]:
    """Sentences, without the space before the first and the mark after the last."""
    words = [piece for sentence in sentences(rng, max(tokens, 1)) for piece in sentence]
    return [words[0][1:], *words[1:-1]]
