"""Which shapes are worth trying in a text: a look that errs only on the side of yes.

It runs for every text of every request, so it costs about the same however many shapes there are. Most of
their literals have a separator that is rare in ordinary text, and splitting there is far cheaper than one
search per literal. Of those in capitals, the capitals of a text are a small part to search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from .shapes import Shape

SEPARATORS = (b"-", b"_", b".")
BEGIN = re.compile(rb"([A-Za-z0-9]{2,})([-_.])")
TAIL = 2
"""Bytes before a separator that are looked up first."""
OTHERS = bytes(byte for byte in range(256) if not 65 <= byte <= 90)
"""All but capitals."""
CAPITALS = 2

Literal = tuple[bytes, Shape]


class Triggers:
    """Of a table of shapes."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._folded: list[Literal] = []
        self._exact: list[Literal] = []
        self._capitals: defaultdict[bytes, list[Literal]] = defaultdict(list)
        self._ending: dict[bytes, defaultdict[bytes, list[Literal]]] = {
            separator: defaultdict(list) for separator in SEPARATORS
        }
        for shape in shapes:
            for literal in shape.literals:
                self._add(literal, shape)

    def _add(self, literal: bytes, shape: Shape) -> None:
        capitals = literal.translate(None, OTHERS)
        if shape.folded:
            self._folded.append((literal, shape))
        elif separated := BEGIN.match(literal):
            begin, separator = separated.groups()
            self._ending[separator][begin[-TAIL:]].append((begin, shape))
        elif len(capitals) >= CAPITALS:
            self._capitals[capitals].append((literal, shape))
        else:
            self._exact.append((literal, shape))

    def among(self, text: bytes, lower: bytes) -> list[Shape]:
        """In no order. `lower` is `text` in lower case."""
        found = [shape for literal, shape in self._exact if literal in text]
        found += [shape for literal, shape in self._folded if literal in lower]
        capitals = text.translate(None, OTHERS)
        for some, literals in self._capitals.items():
            if some in capitals:
                found += [shape for literal, shape in literals if literal in text]
        for separator, endings in self._ending.items():
            for piece in text.split(separator):
                if piece[-TAIL:] in endings:
                    found += [shape for begin, shape in endings[piece[-TAIL:]] if piece.endswith(begin)]
        return list({id(shape): shape for shape in found}.values()) if found else found
