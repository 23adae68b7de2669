"""How well texts answer a question: by their vectors, and by the words they share with it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from .embedding import embed
from .retrieval.ranking import coverage, rarity
from .retrieval.terms import terms

DIMENSIONS = 512
LEAST = 1e-4
"""No text is so far off, and none so near, that its score is 0 or 1."""


def relevances(question: str, texts: Sequence[str]) -> list[float]:
    """A score between 0 and 1 for each of `texts`; it depends on the others, by how rare the words are."""
    words = [terms(text) for text in texts]
    asked = terms(question)
    rare = rarity(asked, words)
    wanted = embed(" ".join(asked) or question, DIMENSIONS)
    cosines = [float(wanted @ embed(text, DIMENSIONS)) for text in texts]
    return [
        (max(cosine, 0.0) + coverage(rare, word)) / 2 * (1 - 2 * LEAST) + LEAST
        for cosine, word in zip(cosines, words, strict=True)
    ]


def logit(score: float) -> float:
    """A score between 0 and 1 on the scale of the last layer of a model (the inverse of the sigmoid)."""
    return log(score / (1 - score))
