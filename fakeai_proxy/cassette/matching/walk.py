"""JSON values with some of their texts changed, and what is the same left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Change = Callable[[dict[str, Any] | None, str, str], str]
"""(object, member, text) -> text. Items of an array have the member of the array, and no object."""


def changed(value: Any, change: Change, holder: dict[str, Any] | None = None, name: str = "") -> Any:
    """`value` with `change` made to every text; `value` itself where that changes nothing."""
    if isinstance(value, str):
        after = change(holder, name, value)
        return value if after == value else after
    if isinstance(value, dict):
        children = {key: changed(child, change, value, key) for key, child in value.items()}
        return value if all(child is value[key] for key, child in children.items()) else children
    if isinstance(value, list):
        items = [changed(item, change, None, name) for item in value]
        return value if all(map(_same, items, value)) else items
    return value


def texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """(JSON pointer, text) of every text."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from texts(child, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, f"{pointer}/{index}")


def escaped(name: str) -> str:
    """A member's name as a part of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _same(one: object, other: object) -> bool:
    return one is other
