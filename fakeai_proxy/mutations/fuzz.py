"""Variants of a recording: mixtures of mutations by chance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fakeai_proxy.cassette.recording import Recording
from fakeai_proxy.core.seeding import rng_for

from .derive import Derived, derived
from .recipe import Recipe
from .rule import MutationRule
from .table import MUTATIONS, mutation_named

MOST = 3
"""Mutations of one variant."""


def variants(parent: Recording, count: int, seed: int, uid: str, first: int = 0) -> Iterator[Derived]:
    """`count` recordings made of `parent`, the same for the same seed; `uid`, `first`: as they are named.

    Each has one to three mutations that change something; where chance finds none it is left out.
    """
    for number in range(count):
        rng = rng_for(seed, b"variant " + parent.uid.encode(), number)
        if made := variant(parent, rng, seed, uid, first, number):
            first += 1
            yield made


def variant(
    parent: Recording, rng: np.random.Generator, seed: int, uid: str, seq: int, number: int
) -> Derived | None:
    """Mutations are tried in an order by chance, and kept where they find what they change."""
    wanted = int(rng.integers(1, MOST + 1))
    kept: tuple[MutationRule, ...] = ()
    best = None
    for candidate in candidates(rng):
        recipe = Recipe(seed=seed, mutations=(*kept, candidate))
        tried = derived(parent, recipe, uid, seq, number)
        if tried.recording.answered != (best.recording if best else parent).answered:
            kept, best = recipe.mutations, tried
        if len(kept) == wanted:
            break
    return best


def candidates(rng: np.random.Generator) -> Iterator[MutationRule]:
    """One of each mutation that chance can draw, in an order by chance."""
    for at in rng.permutation(len(MUTATIONS)):
        mutation = mutation_named(list(MUTATIONS)[at]).drawn(rng)
        if mutation is not None:
            yield MutationRule(mutation=mutation)
