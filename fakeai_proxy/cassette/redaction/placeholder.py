"""What stands in place of a secret: its kind and a number, the same for the same secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

OPEN, CLOSE = "«".encode(), "»".encode()
WORD = b"secret:"
MARK = OPEN + WORD
PLACEHOLDER = re.compile(MARK + rb"([a-z][a-z0-9_]*):(\d{1,9})" + CLOSE)
BARE = re.compile(rb"(?<![\w:])secret:([a-z][a-z0-9_]*):(\d{1,9})(?!\w)")
"""As it stands in headers, which are ASCII."""
QUOTED_MARK = b"%C2%ABsecret%3A"
QUOTED = re.compile(QUOTED_MARK + rb"([a-z][a-z0-9_]*)%3A(\d{1,9})%C2%BB")
"""As a query holds one that was written anew."""


def placeholder(kind: str, number: int) -> bytes:
    """`«secret:openai_key:1»` in UTF-8."""
    return f"«secret:{kind}:{number}»".encode()


def parsed(name: bytes) -> tuple[str, int] | None:
    """Kind and number of a text that is one placeholder and nothing else."""
    hit = PLACEHOLDER.fullmatch(name)
    return (hit[1].decode(), int(hit[2])) if hit else None


def bare(name: str) -> str:
    """For headers."""
    return name.strip("«»")


def renamed(text: bytes, name: Callable[[bytes], bytes]) -> bytes:
    """`text`, each placeholder in it by the name that `name` gives it."""
    return PLACEHOLDER.sub(lambda hit: name(hit[0]), text) if MARK in text else text


def bare_renamed(value: str, names: Mapping[bytes, bytes]) -> str:
    """`renamed` for the value of a header."""

    def name(hit: re.Match[bytes]) -> bytes:
        known = names.get(b"%b%b%b" % (OPEN, hit[0], CLOSE))
        return hit[0] if known is None else known[len(OPEN) : -len(CLOSE)]

    return BARE.sub(name, value.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def unquoted(text: bytes) -> bytes:
    """Placeholders that were percent-encoded, as they were before."""
    return QUOTED.sub("«secret:\\1:\\2»".encode(), text) if QUOTED_MARK in text else text


class InOrder:
    """Numbers placeholders of each kind from 1, in the order in which they are first seen."""

    def __init__(self) -> None:
        self._names: dict[bytes, bytes] = {}
        self._numbers: dict[str, int] = {}

    def __call__(self, text: bytes) -> bytes:
        """`text` with its placeholders by their new numbers."""
        return renamed(text, self._name)

    def _name(self, name: bytes) -> bytes:
        if name not in self._names and (found := parsed(name)):
            number = self._numbers[found[0]] = self._numbers.get(found[0], 0) + 1
            self._names[name] = placeholder(found[0], number)
        return self._names.get(name, name)
