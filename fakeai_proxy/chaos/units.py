"""Spans of time as people write them: `250ms`, `90s`, `15m`, `1h30m`; a bare number is seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from fakeai_proxy.core.errors import nearest

UNITS: Mapping[str, float] = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("millisecond", "milliseconds", "msec", "millis"), "ms"),
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "m"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
}
"""What is often written in place of a unit, and what is meant."""
PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Zµ]+)")
LONGEST = 366 * UNITS["d"]


def seconds(given: Any) -> float:
    """Seconds of `given`. Raises ValueError, naming the unit that was meant."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise ValueError("a time is a number of seconds, or a text such as 250ms, 90s, 15m, 1h30m")
    value = summed(given) if isinstance(given, str) else float(given)
    if not (isfinite(value) and 0 <= value <= LONGEST):
        raise ValueError(f"'{given}' is not a time from 0 to {LONGEST / UNITS['d']:g}d")
    return value


def summed(text: str) -> float:
    """`1h30m` -> 5400."""
    try:
        return float(text)
    except ValueError:
        parts = PART.findall(text)
    if not parts or "".join(text.split()) != "".join(number + unit for number, unit in parts):
        raise ValueError(f"'{text}' is not a time; write 250ms, 90s, 15m or 1h30m")
    return sum(float(number) * UNITS[unit_of(unit)] for number, unit in parts)


def unit_of(text: str) -> str:
    if text in UNITS:
        return text
    meant = WORDS.get(text.lower())
    hint = f" (did you mean '{meant}'?)" if meant else nearest(text, (*UNITS, *WORDS))
    raise ValueError(f"unknown unit '{text}'{hint}; there are {', '.join(UNITS)}")


def moment(given: Any) -> float | datetime:
    """Seconds from the start of the experiment, or a date with a time zone (RFC 3339).

    Raises ValueError.
    """
    if isinstance(given, str) and "-" in given:
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError(f"'{given}' is not a date; write 2027-01-31T09:00:00Z") from None
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    return seconds(given)


TEXT_OR_NUMBER = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}
Seconds = Annotated[
    float, BeforeValidator(seconds), WithJsonSchema({**TEXT_OR_NUMBER, "examples": ["250ms", "90s", "15m"]})
]
Moment = Annotated[
    float | datetime,
    BeforeValidator(moment),
    WithJsonSchema({**TEXT_OR_NUMBER, "examples": ["30s", "2027-01-31T09:00:00Z"]}),
]
