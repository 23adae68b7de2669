"""Which shapes are worth trying in a text: a look that errs only on the side of yes.

It runs for every text of every request, so it costs about the same however many shapes there are. Most of
their literals have a separator that is rare in ordinary text, and splitting there is far cheaper than one
search per literal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from .shapes import Shape

SEPARATORS = (b"-", b"_")
BEGIN = re.compile(rb"([A-Za-z0-9]{2,})([-_])")
TAIL = 2
"""Bytes before a separator that are looked up first."""


class Triggers:
    """Of a table of shapes."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._exact: list[tuple[bytes, Shape]] = []
        self._folded: list[tuple[bytes, Shape]] = []
        self._ending: dict[bytes, defaultdict[bytes, list[tuple[bytes, Shape]]]] = {
            separator: defaultdict(list) for separator in SEPARATORS
        }
        for shape in shapes:
            for literal in shape.literals:
                self._add(literal, shape)

    def _add(self, literal: bytes, shape: Shape) -> None:
        separated = BEGIN.match(literal)
        if shape.folded:
            self._folded.append((literal, shape))
        elif separated:
            begin, separator = separated.groups()
            self._ending[separator][begin[-TAIL:]].append((begin, shape))
        else:
            self._exact.append((literal, shape))

    def among(self, text: bytes, lower: bytes) -> list[Shape]:
        """In no order. `lower` is `text` in lower case."""
        found = {id(shape): shape for literal, shape in self._exact if literal in text}
        for literal, shape in self._folded:
            if literal in lower:
                found[id(shape)] = shape
        for separator, endings in self._ending.items():
            for piece in text.split(separator):
                if piece[-TAIL:] in endings:
                    for begin, shape in endings[piece[-TAIL:]]:
                        if piece.endswith(begin):
                            found[id(shape)] = shape
        return list(found.values())
