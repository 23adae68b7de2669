"""Which files a search looks at, by their attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError, nearest

Attributes = Mapping[str, Any]
Filter = Callable[[Attributes], bool]
DEEPEST, MOST = 8, 256
"""Compound filters in each other, and filters in one."""
COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda mine, value: mine == value,
    "ne": lambda mine, value: mine != value,
    "gt": lambda mine, value: mine > value,
    "gte": lambda mine, value: mine >= value,
    "lt": lambda mine, value: mine < value,
    "lte": lambda mine, value: mine <= value,
    "in": lambda mine, value: mine in value,
    "nin": lambda mine, value: mine not in value,
}
"""How an attribute is compared to the value of a filter."""
COMPOUND: Mapping[str, Callable[[list[bool]], bool]] = {"and": all, "or": any}
SETS, NEGATIVE = ("in", "nin"), ("ne", "nin")


def filter_of(asked: Mapping[str, Any] | None, param: str = "filters") -> Filter:
    """What `asked` lets pass; None: everything. Raises ApiError 400 naming the wrong part of it."""
    return (lambda attributes: True) if asked is None else _filter(asked, param, 0)


def _filter(asked: Any, param: str, depth: int) -> Filter:
    if not isinstance(asked, dict):
        raise _wrong(f"Invalid type for '{param}': expected an object.", param, "invalid_type")
    kind = asked.get("type")
    if kind is None:
        name = f"{param}.type"
        raise _wrong(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    if isinstance(kind, str) and kind in COMPOUND:
        return _compound(kind, asked.get("filters"), f"{param}.filters", depth)
    if isinstance(kind, str) and kind in COMPARED:
        return _comparison(kind, asked, param)
    names = (*COMPARED, *COMPOUND)
    listed = ", ".join(f"'{name}'" for name in names)
    near = nearest(kind[:64], names) if isinstance(kind, str) else ""
    message = f"Invalid value: '{str(kind)[:64]}'{near}. Supported values are: {listed}."
    raise _wrong(message, f"{param}.type", "invalid_value")


def _compound(kind: str, asked: Any, param: str, depth: int) -> Filter:
    if not isinstance(asked, list) or not asked or len(asked) > MOST:
        raise _wrong(f"Invalid '{param}': expected an array of 1 to {MOST} filters.", param, "invalid_type")
    if depth == DEEPEST:
        raise _wrong(f"Invalid '{param}': filters are nested too deeply.", param, "invalid_value")
    parts, together = (
        [_filter(one, f"{param}[{at}]", depth + 1) for at, one in enumerate(asked)],
        COMPOUND[kind],
    )
    return lambda attributes: together([part(attributes) for part in parts])


def _comparison(kind: str, asked: Mapping[str, Any], param: str) -> Filter:
    for name in ("key", "value"):
        if name not in asked:
            missing = f"{param}.{name}"
            raise _wrong(f"Missing required parameter: '{missing}'.", missing, "missing_required_parameter")
    key, value, compare = asked["key"], asked["value"], COMPARED[kind]
    if not isinstance(key, str):
        raise _wrong(f"Invalid type for '{param}.key': expected a string.", f"{param}.key", "invalid_type")
    if not _fits(kind, value):
        noun = "an array of strings or numbers" if kind in SETS else "a string, a number or a boolean"
        name = f"{param}.value"
        raise _wrong(f"Invalid type for '{name}': expected {noun} for '{kind}'.", name, "invalid_type")

    def passes(attributes: Attributes) -> bool:
        if key not in attributes:
            return kind in NEGATIVE
        try:
            return compare(attributes[key], value)
        except TypeError:  # a number and a text have no order
            return False

    return passes


def _fits(kind: str, value: Any) -> bool:
    if kind in SETS:
        return isinstance(value, list) and all(isinstance(one, str | int | float) for one in value)
    return isinstance(value, str | int | float)


def _wrong(message: str, param: str, code: str) -> ApiError:
    return ApiError(400, message, param=param, code=code)
