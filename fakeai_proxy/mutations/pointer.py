"""JSON pointers (RFC 6901), and what stands where they point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Pointer = tuple[str | int, ...]
"""Names, and indices of lists."""
END = "-"
"""The place after the last member of a list."""


def parsed(text: str) -> tuple[str, ...]:
    """The names in a pointer. Raises ValueError for what is none."""
    if text and not text.startswith("/"):
        raise ValueError(f"'{text}' is not a JSON pointer: it begins with /")
    return tuple(name.replace("~1", "/").replace("~0", "~") for name in text.split("/")[1:])


def place(holder: Any, name: str | int, *, new: bool = False) -> str | int:
    """`name` as a key or an index of `holder`; new: one that may not be there yet. Raises LookupError."""
    if isinstance(holder, dict) and (new or name in holder):
        return name
    if not isinstance(holder, list):
        raise LookupError(name)
    if new and name == END:
        return len(holder)
    if not str(name).isdecimal() or (len(str(name)) > 1 and str(name)[0] == "0"):
        raise LookupError(name)
    if int(name) >= len(holder) + new:
        raise LookupError(name)
    return int(name)


def at(value: Any, path: Sequence[str | int]) -> Any:
    """What stands at `path`. Raises LookupError."""
    for name in path:
        value = value[place(value, name)]
    return value


def holds(value: Any, path: Sequence[str | int]) -> bool:
    """Whether something stands at `path`."""
    try:
        at(value, path)
    except LookupError:
        return False
    return True


def put(value: Any, path: Sequence[str | int], new: Any) -> Any:
    """`value` with `new` at `path`: put in between the members of a list, or as a member of an object.

    Raises LookupError.
    """
    if not path:
        return new
    holder = at(value, path[:-1])
    where = place(holder, path[-1], new=True)
    if isinstance(holder, list):
        holder.insert(int(where), new)
    else:
        holder[where] = new
    return value


def replace(value: Any, path: Sequence[str | int], new: Any) -> Any:
    """`value` with `new` in place of what stands at `path`. Raises LookupError."""
    if not path:
        return new
    holder = at(value, path[:-1])
    holder[place(holder, path[-1])] = new
    return value


def take(value: Any, path: Sequence[str | int]) -> Any:
    """What stood at `path`, and does no more. Raises LookupError; the whole value stays."""
    if not path:
        raise LookupError("the whole value")
    holder = at(value, path[:-1])
    where = place(holder, path[-1])
    return holder.pop(where)
