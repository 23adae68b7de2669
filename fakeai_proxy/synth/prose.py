"""Sentences and paragraphs, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .brief import Brief
from .english import english

PARAGRAPH = 60
"""Tokens after which a paragraph is long enough."""


def sentences(rng: np.random.Generator, tokens: int) -> Iterator[list[str]]:
    """Sentences as lists of tokens, each with a space before its first, until `tokens` tokens are out.

    A sentence takes no more chance than it has tokens, so one draw serves them all.
    """
    language = english()
    patterns, draws = language.patterns, iter(rng.random(tokens + language.longest).tolist())
    while tokens > 0:
        pattern = patterns[int(next(draws) * len(patterns))]
        pieces = list(pattern.pieces)
        for at, words in pattern.open:
            pieces[at] = words[int(next(draws) * len(words))]
        yield pieces
        tokens -= len(pieces)


def prose(rng: np.random.Generator, tokens: int) -> list[str]:
    """Sentences, in paragraphs, of at least `tokens` tokens: one string a token, joined they are the text.

    Its first n strings are the tokens of its first n strings joined, whatever n.
    """
    text: list[str] = []
    start = -PARAGRAPH
    for sentence in sentences(rng, tokens):
        if len(text) - start >= PARAGRAPH:
            start = len(text)
            text[-1:] = [mark + "\n\n" for mark in text[-1:]]
            sentence[0] = sentence[0][1:]
        text += sentence
    return text


def continued(rng: np.random.Generator, pieces: Sequence[str], tokens: int) -> list[str]:
    """`pieces`, and at least `tokens` tokens of prose after them."""
    after = prose(rng, max(tokens, 1))
    return [*pieces, f" {after[0]}", *after[1:]] if pieces else after


def written(brief: Brief) -> list[str]:
    """Prose in answer to anything, after the lead if there is one."""
    if not brief.lead:
        return prose(brief.rng, brief.tokens)
    lead = brief.words.pieces(brief.lead)
    return continued(brief.rng, lead, brief.tokens - len(lead))
