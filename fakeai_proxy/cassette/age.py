"""Spans of time as people write them: `30d`, `12h`, `90m`, `45s`, or a number of seconds."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([smhdw]?)")


def seconds_of(given: object) -> object:
    """`30d` as 2592000.0; what is no text, as it is. Raises ValueError."""
    if not isinstance(given, str):
        return given
    match = SPAN.fullmatch(given.strip())
    if match is None:
        raise ValueError(f"'{given}' is not a span of time such as 30d, 12h, 90m or a number of seconds")
    number, unit = match.groups()
    return float(number) * SECONDS[unit or "s"]


def told(seconds: float) -> str:
    """In the largest unit that there is one of: `30d`, `90m` as `1.5h`."""
    fitting = [(name, size) for name, size in SECONDS.items() if seconds >= size]
    name, size = fitting[-1] if fitting else ("s", 1)
    return f"{round(seconds / size, 1):g}{name}"


Age = Annotated[float, BeforeValidator(seconds_of), Field(gt=0, allow_inf_nan=False)]
"""Seconds."""
