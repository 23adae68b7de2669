"""Strings that a regular expression finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np

from .document import Unsatisfiable

MORE = 4
"""Repeats beyond the fewest, at most, where a pattern sets no bound near."""
LONGEST = 100_000
PRINTABLE = "".join(map(chr, range(32, 127)))
DIGITS = "0123456789"
WORD = "".join(one for one in PRINTABLE if one.isalnum()) + "_"
CATEGORIES = {
    "CATEGORY_DIGIT": DIGITS,
    "CATEGORY_NOT_DIGIT": "".join(sorted({*PRINTABLE} - {*DIGITS})),
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": PRINTABLE[1:],
    "CATEGORY_WORD": WORD,
    "CATEGORY_NOT_WORD": "".join(sorted({*PRINTABLE} - {*WORD})),
}


def matching(rng: np.random.Generator, pattern: str) -> str:
    """A string that `re.search(pattern, ...)` finds; one that looks around itself may take several tries.

    Raises Unsatisfiable where `pattern` is none of Python's.
    """
    made = "".join(_Match(rng).sequence(_parsed(pattern)))
    if len(made) > LONGEST:
        raise Unsatisfiable(f"what matches '{pattern}' is longer than {LONGEST} characters")
    return made


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> Any:
    try:
        return import_module("re._parser").parse(pattern)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise Unsatisfiable(f"'{pattern}' is no regular expression: {wrong}") from None


class _Match:
    """One walk through what `re` made of a pattern: pairs of an operation and what it applies to."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.groups = rng, dict[int, str]()
        self.operations: Mapping[str, Callable[[Any], str]] = {
            "LITERAL": chr,
            "NOT_LITERAL": lambda code: self.pick(set(PRINTABLE) - {chr(code)}),
            "ANY": lambda _: self.pick(WORD),
            "IN": self.one_of,
            "BRANCH": lambda branches: self.joined(branches[1][self.below(len(branches[1]))]),
            "SUBPATTERN": self.group,
            "MAX_REPEAT": self.repeat,
            "MIN_REPEAT": self.repeat,
            "POSSESSIVE_REPEAT": self.repeat,
            "ATOMIC_GROUP": lambda inner: self.joined(inner),
            "GROUPREF": lambda number: self.groups.get(number, ""),
            "ASSERT": self.ahead,
        }

    def sequence(self, parsed: Any) -> Iterator[str]:
        for operation, given in parsed:
            make = self.operations.get(str(operation))
            if make:
                yield make(given)

    def joined(self, parsed: Any) -> str:
        return "".join(self.sequence(parsed))

    def group(self, given: Any) -> str:
        number, *_, inner = given
        made = self.joined(inner)
        if number is not None:
            self.groups[number] = made
        return made

    def repeat(self, given: Any) -> str:
        least, most, inner = given
        if least > LONGEST:
            raise Unsatisfiable(f"{least} repeats are too many")
        times = least + self.below(min(most - least, MORE) + 1)
        return "".join(self.joined(inner) for _ in range(times))

    def ahead(self, given: Any) -> str:
        """What must follow: all of it, as if nothing else did, or nothing, as if that did."""
        return self.joined(given[1]) if self.below(2) else ""

    def one_of(self, given: Any) -> str:
        if str(given[0][0]) == "NEGATE":
            return self.pick(set(PRINTABLE) - set("".join(_members(given[1:]))))
        return self.pick(_members(given)[self.below(len(given))])

    def pick(self, characters: set[str] | str) -> str:
        among = sorted(characters)
        preferred = [one for one in among if one.islower() or one.isdigit()] or among
        if not preferred:
            raise Unsatisfiable("a set of characters is empty")
        return preferred[self.below(len(preferred))]

    def below(self, count: int) -> int:
        return int(self.rng.integers(max(count, 1)))


def _members(given: Any) -> list[str]:
    return ["".join(_characters(str(operation), what)) for operation, what in given]


def _characters(operation: str, what: Any) -> str:
    if operation == "LITERAL":
        return chr(what)
    if operation == "RANGE":
        low, high = what
        return "".join(map(chr, range(low, min(high, low + 1_000) + 1)))
    return CATEGORIES.get(str(what), WORD)
