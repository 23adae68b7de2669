"""The words and sentence patterns of english.toml, cut into tokens once.

Every word is one token wherever it stands, in every encoding we have. So the tokens of a text made of them
are known without encoding it, and both halves of a text cut between two tokens keep theirs.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "english.toml"
PART = re.compile(r"\{(?P<list>\w+)\}|(?P<word>\w+)|(?P<mark>[.,?])")

Words = tuple[str, ...]
"""Tokens, each with the space before it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence: its tokens, and for each place that is open the words that fit there."""

    pieces: Words
    open: tuple[tuple[int, Words], ...]


@dataclass(frozen=True, slots=True)
class English:
    """What prose is made of."""

    nouns: Words
    patterns: tuple[Pattern, ...]
    longest: int
    """Tokens of the longest sentence."""


@cache
def english() -> English:
    """The language; read at its first use."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    lists = {name: tuple(f" {word}" for word in words.split()) for name, words in table["words"].items()}
    patterns = tuple(_pattern(sentence, lists) for sentence in table["text"]["sentences"])
    return English(lists["noun"], patterns, max(len(pattern.pieces) for pattern in patterns))


def _pattern(sentence: str, lists: dict[str, Words]) -> Pattern:
    parts = list(PART.finditer(sentence))
    pieces = tuple(part["mark"] or f" {part['word'] or part['list']}" for part in parts)
    places = ((at, part["list"]) for at, part in enumerate(parts) if part["list"])
    return Pattern(pieces, tuple((at, lists[name]) for at, name in places))
