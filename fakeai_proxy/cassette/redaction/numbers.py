"""Numbers of secrets within one cassette: the same secret has the same placeholder in all its recordings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from .opaque import random_looking
from .personal import PERSONAL
from .placeholder import parsed, placeholder

STRONG = 20
"""Characters of a secret that nobody finds by trying."""
FINGERPRINT_BYTES = 16
GUESSED = frozenset((*PERSONAL, "card", "field"))


class Numbered(NamedTuple):
    """A secret as a cassette remembers it. Without a fingerprint where it could be found by trying."""

    kind: str
    number: int
    fingerprint: bytes | None


class Numbers:
    """`key` is the cassette's own; `before` is what it remembers. `fresh` is to be added to that."""

    def __init__(self, key: bytes, before: Iterable[Numbered] = (), *, first: int = 1) -> None:
        self._key, self._first = key, first
        self._numbers: dict[tuple[str, bytes], int] = {}
        self._last: dict[str, int] = {}
        self.fresh: list[Numbered] = []
        for kind, number, known in before:
            self._last[kind] = max(self._last.get(kind, 0), number)
            if known is not None:
                self._numbers[kind, known] = number

    def names(self, local: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """The placeholders of a Redactor -> those of the cassette; from its `names`."""
        return {name: self._name(secret, name) for secret, name in local.items()}

    def _name(self, secret: bytes, name: bytes) -> bytes:
        found = parsed(name)
        assert found is not None
        kind = found[0]
        known = fingerprint(secret, self._key)
        number = self._numbers.get((kind, known))
        if number is None:
            number = self._number(kind, known, kind not in GUESSED and strong(secret))
        return placeholder(kind, number)

    def _number(self, kind: str, known: bytes, kept: bool) -> int:
        number = self._last[kind] = self._last.get(kind, self._first - 1) + 1
        self._numbers[kind, known] = number
        self.fresh.append(Numbered(kind, number, known if kept else None))
        return number


def strong(secret: bytes) -> bool:
    """Whether a fingerprint of `secret` tells nothing, even to one who has the key and tries many."""
    return random_looking(secret, STRONG)


def fingerprint(secret: bytes, key: bytes, size: int = FINGERPRINT_BYTES) -> bytes:
    """Keyed BLAKE2b (RFC 7693)."""
    return blake2b(secret, digest_size=size, key=key).digest()
