"""JSON values made wrong: of another type, or plausible and false."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

DIGIT = re.compile(r"\d")
Pointer = tuple[str | int, ...]


def mistyped(value: Any) -> Any:
    """`value` in the type that models confuse with its own."""
    match value:
        case bool() | None:
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return [value]
        case list():
            return ", ".join(map(str, value))
        case _:
            return json.dumps(value)


def one_mistyped(value: Any, rng: np.random.Generator) -> Any:
    """An object or list of which one member has another type; an empty one becomes the other of the two."""
    if not isinstance(value, dict | list) or not value:
        return [] if value == {} else {}
    changed = value.copy()
    at = (
        list(value)[int(rng.integers(len(value)))]
        if isinstance(value, dict)
        else int(rng.integers(len(value)))
    )
    changed[at] = mistyped(value[at])
    return changed


def leaves(value: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Where each string, number and boolean stands, and which it is."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        yield from leaves(member, (*at, name))
    if isinstance(value, str | int | float):
        yield at, value


def falsified(value: Any, rng: np.random.Generator) -> Any:
    """Another value of the same type that could as well be right."""
    match value:
        case bool():
            return not value
        case int():
            return _near(value, rng)
        case float():
            return float(f"{value * (1 + rng.choice([-1, 1]) * rng.uniform(0.05, 0.4)) or 0.1:.4g}")
        case str() if DIGIT.search(value):
            return _another_digit(value, rng)
        case _:
            return _another_word(str(value), rng)


def _near(value: int, rng: np.random.Generator) -> int:
    reach = min(max(1, abs(value) // 3), 2**31)
    return value + int(rng.integers(1, reach + 1)) * int(rng.choice([-1, 1]))


def _another_digit(text: str, rng: np.random.Generator) -> str:
    """The last digit of dates, prices and numbers is the one nobody misses."""
    at = [found.start() for found in DIGIT.finditer(text)][-1]
    digit = (int(text[at]) + int(rng.integers(1, 10))) % 10
    return f"{text[:at]}{digit}{text[at + 1 :]}"


NAMES = ("Lisbon", "Maria Keller", "Northwind", "silver", "pending", "Tuesday", "standard", "Oslo")
"""Words that fit in most places."""


def _another_word(text: str, rng: np.random.Generator) -> str:
    others = [name for name in NAMES if name != text]
    return others[int(rng.integers(len(others)))]
