"""What might be said in a recording of which nothing is known but when somebody speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fakeai_proxy.synth.prose import prose

from .stretches import Stretch
from .transcript import Part, weight

TOKENS, SPARE = 6, 64
"""Tokens of prose for a second of speech, and more of them: always more than are said in it."""


MEAN = 0.35
"""Seconds of a word of prose."""


def plausible(voiced: Sequence[Stretch], rng: np.random.Generator) -> list[Part]:
    """Prose with as many words in each stretch as fit into it at a usual speed, one at least."""
    seconds = sum(stretch.seconds for stretch in voiced)
    drawn = "".join(prose(rng, int(seconds * TOKENS) + SPARE + 2 * len(voiced)))
    words = iter(drawn.split())
    said = [said_in(stretch, words) for stretch in voiced]
    ends = [*[""] * (len(said) - 1), "."]
    texts = (one.rstrip(".,;:") + end if end else one for one, end in zip(said, ends, strict=False))
    return [Part(text, [stretch]) for text, stretch in zip(texts, voiced, strict=True)]


def said_in(stretch: Stretch, words: Iterator[str]) -> str:
    """The next `words` that fit into `stretch`."""
    taken: list[str] = []
    left = stretch.seconds
    for word in words:
        taken.append(word)
        left -= weight(word)
        if left < MEAN / 2:
            break
    return " ".join(taken)
