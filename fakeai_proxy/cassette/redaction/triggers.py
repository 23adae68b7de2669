"""Which shapes are worth trying in a text: a look that errs only on the side of yes.

It runs for every text of every request, so all literals are searched for at once (Aho and Corasick, 1975).
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

from .shapes import Shape

Literal = tuple[bytes, Shape]


class Triggers:
    """Of a table of shapes."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        literals = [(literal, shape) for shape in shapes for literal in shape.literals]
        self._folded = [one for one in literals if one[1].folded]
        self._exact = [one for one in literals if not one[1].folded]
        self._search = BytesAhoCorasick(
            [literal for literal, _ in self._exact], implementation=Implementation.DFA
        )

    def among(self, text: bytes, lower: bytes) -> list[Shape]:
        """In no order. `lower` is `text` in lower case."""
        found = [shape for literal, shape in self._folded if literal in lower]
        hits = self._search.find_matches_as_indexes(text, overlapping=True)
        found += [self._exact[number][1] for number, _, _ in hits]
        return list({id(shape): shape for shape in found}.values()) if found else found
