"""JSON objects: the fields of a record, then a text that makes them as long as they are to be."""

from __future__ import annotations

import json

import numpy as np

from fakeai_proxy.tokens import Tokenizer

from .english import english
from .faker_pool import faker
from .prose import sentences
from .records import RECORDS

OPEN, COLON, QUOTE, CLOSE = '{"', '":', ' "', '"}'
"""All that stands around the key and the text of an object without fields; each is one token."""
MARKS = (".", "?")
LEAST = 5
"""Tokens of the least object, without its last."""
TEXT = 9
"""Tokens that fields leave to the text, its key among them, at least."""


def json_object(
    rng: np.random.Generator, tokenizer: Tokenizer, tokens: int, minimum: int, limit: int | None
) -> list[str]:
    """A JSON object of at least `tokens` tokens, or of fewer to stay below `limit`: one string a token.

    `minimum`: fewest tokens, which may be as many as `limit`. The least object has six tokens: a lower
    `limit` gets those six, to be cut between any two.
    """
    room = None if limit is None else max(limit - 2, LEAST)
    pieces = _opening(rng, tokenizer, (tokens if room is None else min(tokens, room)) - TEXT)
    pieces += _text(rng, tokens - len(pieces), None if room is None else room - len(pieces))
    nouns = english().nouns
    padding = rng.integers(0, len(nouns), max(minimum - 1 - len(pieces), 0)).tolist()
    return [*pieces, *(nouns[at] for at in padding), CLOSE]


def _opening(rng: np.random.Generator, tokenizer: Tokenizer, most: int) -> list[str]:
    """The object up to the first word of its text, with as many of its fields as `most` tokens hold.

    Encodings always cut between a comma and a space, and between QUOTE and a word, so what is encoded apart
    has the tokens that it has in the whole.
    """
    make, key = RECORDS[int(rng.integers(len(RECORDS)))]
    with faker(rng) as fake:
        fields = make(fake)
    pieces: list[str] = []
    for name, value in fields.items():
        field = tokenizer.pieces(f'{" " if pieces else "{"}"{name}": {json.dumps(value)},')
        if len(pieces) + len(field) > most:
            break
        pieces += field
    return [*pieces, QUOTE if pieces else OPEN, key, COLON, QUOTE]


def _text(rng: np.random.Generator, tokens: int, room: int | None) -> list[str]:
    """Sentences of at least `tokens` tokens, without the space before the first and the mark after the last.

    Where there is not `room` for them all, they end with the last that fits, or after a word of the first.
    """
    words = [piece for sentence in sentences(rng, max(tokens, 1)) for piece in sentence]
    text = [words[0][1:], *words[1:-1]]
    if room is None or len(text) <= room:
        return text
    marks = (at for at in range(room, 0, -1) if text[at] in MARKS)
    words_end = (at for at in range(room, 0, -1) if text[at - 1][-1].isalpha())
    return text[: next(marks, None) or next(words_end)]
