"""Scores of a text: phrases that are harmful, and a trace of doubt about everything else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from math import prod
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "harmful.toml"
LONGEST = 100_000
"""Characters that are looked at."""
DOUBT_DIGITS = (-6, -3)
"""A harmless text has a score between these powers of ten."""
SAME_TYPE = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "sexual",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm/intent",
    "self-harm/instructions",
    "self-harm",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
"""Of omni-moderation, in its order."""
TEXT_CATEGORIES = tuple(name for name in CATEGORIES if not name.startswith("illicit"))
"""Of text-moderation."""


class Harmful(NamedTuple):
    """What harmful.toml says."""

    harmless: re.Pattern[str]
    phrases: Mapping[str, tuple[tuple[float, re.Pattern[str]], ...]]


def scores(text: str) -> dict[str, float]:
    """A number from 0 to 1 for each of CATEGORIES. The same text has the same scores, wherever it is."""
    said, language = plain(text), harmful()
    left = language.harmless.sub(" ", said)
    return {name: _score(name, left, said, language.phrases[name]) for name in CATEGORIES}


def plain(text: str) -> str:
    """Lower case, single spaces, plain quotes."""
    simple = "".join(SAME_TYPE.get(one, one) for one in text[:LONGEST].lower())
    return " ".join(simple.split())


def _score(name: str, left: str, said: str, phrases: tuple[tuple[float, re.Pattern[str]], ...]) -> float:
    doubt = _doubt(name, said)
    missed = prod(1 - weight for weight, phrase in phrases if phrase.search(left))
    return round(min(1 - missed + doubt * missed, 0.9999), 10)


def _doubt(name: str, said: str) -> float:
    """Of each text its own."""
    digest = blake2b(f"{name}\n{said}".encode("utf-8", "replace"), digest_size=8).digest()
    low, high = DOUBT_DIGITS
    return float(10 ** (low + (high - low) * int.from_bytes(digest, "big") / 2**64))


@cache
def harmful() -> Harmful:
    """The phrases, compiled at their first use."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    words: dict[str, str] = table["words"]

    def compiled(phrase: str) -> re.Pattern[str]:
        for _ in range(2):  # lists may name lists
            phrase = re.sub(r"\{(\w+)\}", lambda found: words[found[1]], phrase)
        return re.compile(phrase, re.VERBOSE)

    return Harmful(
        compiled("|".join(table["harmless"]["phrases"])),
        {
            one["name"]: tuple((weight, compiled(phrase)) for weight, phrase in one["phrases"])
            for one in table["category"]
        },
    )
