"""Numbers within bounds."""

from __future__ import annotations

from math import ceil, floor, nextafter
from math import inf as infinite
from typing import Any

import numpy as np

from .document import Unsatisfiable
from .merge import Flat

SPAN = 100
"""How far a number is from the one bound it has."""
TRIES = 50


def integer(rng: np.random.Generator, schema: Flat) -> int:
    """A whole number. Raises Unsatisfiable."""
    low, high = bounds(schema)
    step = schema.get("multipleOf", 1)
    for _ in range(TRIES):
        found = multiple(rng, low, high, step if isinstance(step, int) else 1)
        if not isinstance(step, float) or (found / step).is_integer():
            return found
    raise Unsatisfiable(f"no whole number from {low} to {high} is a multiple of {step}")


def number(rng: np.random.Generator, schema: Flat) -> float:
    """A number, of two decimals where these are within the bounds. Raises Unsatisfiable."""
    low, high = bounds(schema)
    if step := schema.get("multipleOf"):
        return _stepped(rng, low, high, step)
    if low > high:
        raise Unsatisfiable(f"no number is between {low} and {high}")
    exact: float = low + float(rng.random()) * (high - low)
    rounded = round(exact, 2)
    return rounded if low <= rounded <= high else exact


def bounds(schema: Flat) -> tuple[Any, Any]:
    """Least and greatest value; where one is not given, some way from the other, or from 0."""
    low, high = _limit(schema, "inimum", 1), _limit(schema, "aximum", -1)
    step = abs(schema.get("multipleOf", 0))
    if low is None and high is None:
        return 0, max(SPAN, SPAN * step)
    if low is None:
        return min(0, high - max(SPAN, 2 * step)), high
    if high is None:
        return low, low + max(SPAN, 2 * step, abs(low))
    return low, high


def multiple(rng: np.random.Generator, low: float, high: float, step: int) -> int:
    """A multiple of `step` from `low` to `high`. Raises Unsatisfiable."""
    first, last = (
        -(-ceil(low) // step),
        floor(high) // step,
    )
    if first > last:
        raise Unsatisfiable(f"no multiple of {step} is between {low} and {high}")
    return step * min(first + int(float(rng.random()) * (last - first + 1)), last)


def _stepped(rng: np.random.Generator, low: float, high: float, step: float) -> float:
    """A multiple that stays one when it is divided as floats are."""
    first, last = ceil(low / step), floor(high / step)
    for _ in range(TRIES):
        found = (first + int(float(rng.random()) * (last - first + 1))) * step
        if low <= found <= high and (found / step).is_integer():
            return found
    raise Unsatisfiable(f"no multiple of {step} is between {low} and {high}")


def _limit(schema: Flat, name: str, inward: int) -> float | None:
    """`minimum` or `maximum`, inclusive; `inward` is the direction to the values allowed."""
    limit: float | None = schema.get(f"m{name}")
    exclusive = schema.get(f"exclusiveM{name}")
    if exclusive is True and limit is not None:  # draft 4
        return _beyond(limit, inward, schema)
    if exclusive is None or isinstance(exclusive, bool):
        return limit
    stricter = _beyond(exclusive, inward, schema)
    if limit is None:
        return stricter
    return max(limit, stricter) if inward > 0 else min(limit, stricter)


def _beyond(limit: float, inward: int, schema: Flat) -> float:
    if schema.get("type") in ("integer", ["integer"]):
        return floor(limit) + 1 if inward > 0 else ceil(limit) - 1
    return nextafter(limit, inward * infinite)
