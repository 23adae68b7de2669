"""Candidates in the order of how well they answer a question, by meaning and by its very words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from .terms import terms

SATURATION = 0.5
"""A word that a text has n times counts n / (n + this), as in BM25."""
APART = re.compile(r"(?<=[.!?])\s+|\n{2,}|^#[^\n]*\n", re.MULTILINE)
"""What stands between sentences: white space, and headings of Markdown."""


class Weights(NamedTuple):
    """What the likeness of vectors and that of words count; their sum is 1."""

    embedding: float = 0.5
    text: float = 0.5


def weighed(embedding: float, text: float) -> Weights:
    """In this proportion. ValueError where both are 0."""
    if not (total := embedding + text):
        raise ValueError("at least one of the weights must be above 0")
    return Weights(embedding / total, text / total)


def rarity(asked: Sequence[str], texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """How much each word of `asked` tells, by how few of `texts` (their words) have it."""
    having = Counter(word for text in texts for word in {*text} & {*asked})
    return {word: log(1 + (len(texts) + 1) / (having[word] + 0.5)) for word in {*asked}}


def coverage(rare: Mapping[str, float], text: Sequence[str]) -> float:
    """How much of what is asked the words of `text` have, from 0 to 1; `rare` as `rarity` has it."""
    counts = Counter(text)
    told = sum(weight * counts[word] / (counts[word] + SATURATION) for word, weight in rare.items())
    most = sum(rare.values()) / (1 + SATURATION)
    return min(told / most, 1.0) if most else 0.0


def telling(text: str, question: str, longest: int = 300) -> str:
    """The sentence of `text` that has most of the words of `question`; of a long one its line, or a part."""
    asked = {*terms(question)}

    def best(parts: Sequence[str]) -> str:
        return max(parts, key=lambda one: len(asked & {*terms(one)}))

    found = best(APART.split(text))
    told = " ".join((found if len(found) <= longest else best(found.split("\n"))).split())
    return told if len(told) <= longest else f"{told[:longest].rsplit(' ', 1)[0]}..."
