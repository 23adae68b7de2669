"""A schema without its references, branches and conditions: one way through them is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .document import Document, Schema, Unsatisfiable
from .merge import Flat, merge

DEEP = 4
"""Levels from which on the shortest way is taken."""
STEPS = 2_000
"""Schemas looked at for one instance, from which on it is likewise."""
MOST = 8_000
"""Of these, where it is given up."""
NESTED = 60
"""References and branches within each other, at one place."""
COMBINING = frozenset(("$ref", "allOf", "anyOf", "oneOf", "if", "then", "else"))


class Branches:
    """The ways through one document."""

    def __init__(self, document: Document, rng: np.random.Generator) -> None:
        self._document, self._rng, self._steps = document, rng, 0

    def short(self, depth: int) -> bool:
        """Whether so deep no more is made than must be."""
        return depth >= DEEP or self._steps > STEPS

    def flat(self, schema: Schema, depth: int, nested: int = 0) -> Flat:
        """What one way through `schema` asks for. Raises Unsatisfiable."""
        self._steps += 1
        if not isinstance(schema, Mapping):
            if not schema:
                raise Unsatisfiable("nothing is valid by false")
            return {}
        if nested > NESTED or self._steps > MOST:
            raise Unsatisfiable("the schema has no end")
        found = {key: value for key, value in schema.items() if key not in COMBINING}
        if (reference := schema.get("$ref")) is not None:
            found = merge(found, self.flat(self._document.target(reference), depth, nested + 1))
        for part in schema.get("allOf", ()):
            found = merge(found, self.flat(part, depth, nested + 1))
        for either in ("anyOf", "oneOf"):
            if branches := schema.get(either):
                found = self._one_of(branches, found, depth, nested)
        return self._conditional(schema, found, depth, nested) if "if" in schema else found

    def _one_of(self, branches: Sequence[Schema], found: Flat, depth: int, nested: int) -> Flat:
        """`found` and one of `branches` that does not contradict it."""
        why = Unsatisfiable("there is no branch")
        for at in self._order(branches, depth):
            try:
                return merge(found, self.flat(branches[at], depth, nested + 1))
            except Unsatisfiable as failure:
                why = failure
        raise why

    def _order(self, branches: Sequence[Schema], depth: int) -> list[int]:
        order: list[int] = self._rng.permutation(len(branches)).tolist()
        if self.short(depth):
            order.sort(key=lambda at: self._document.height(branches[at]))
        return order

    def _conditional(self, schema: Mapping[str, Any], found: Flat, depth: int, nested: int) -> Flat:
        """`found` by `then` or by `else`; that `if` does not hold for the latter is seen in the outcome."""
        ways: list[list[Schema]] = [[schema["if"], schema.get("then", True)], [schema.get("else", True)]]
        if self._rng.random() < 0.5:
            ways.reverse()
        why = Unsatisfiable("there is no way")
        for way in ways:
            try:
                taken = found
                for part in way:
                    taken = merge(taken, self.flat(part, depth, nested + 1))
                return taken
            except Unsatisfiable as failure:
                why = failure
        raise why
