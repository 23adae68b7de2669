"""JSON pointers (RFC 6901, with * for any name) whose values are taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .placeholder import parsed

KIND = "field"
ANY = "*"
Tokens = tuple[str, ...]


def tokens(pointer: str) -> Tokens:
    """`/a~1b/*` as ("a/b", "*")."""
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def without(value: Any, pointers: Iterable[Tokens], name: Callable[[bytes, str], bytes]) -> Any:
    """`value` with what the pointers find taken out, `value` itself where they find nothing.

    Texts become placeholders, numbers 0, and so does all that is within arrays and objects.
    """
    for pointer in pointers:
        value = _at(value, pointer, name)
    return value


def _at(value: Any, path: Sequence[str], name: Callable[[bytes, str], bytes]) -> Any:
    if not path:
        return _taken(value, name)
    if isinstance(value, dict):
        chosen = list(value) if path[0] == ANY else [path[0]] if path[0] in value else []
    elif isinstance(value, list):
        chosen = [*range(len(value))] if path[0] == ANY else _index(path[0], len(value))
    else:
        return value
    changed = {key: new for key in chosen if (new := _at(value[key], path[1:], name)) is not value[key]}
    return _with(value, changed) if changed else value


def _index(token: str, size: int) -> list[Any]:
    return [int(token)] if token.isdecimal() and int(token) < size else []


def _with(value: Any, changed: dict[Any, Any]) -> Any:
    if isinstance(value, dict):
        return value | changed
    return [changed.get(index, item) for index, item in enumerate(value)]


def _taken(value: Any, name: Callable[[bytes, str], bytes]) -> Any:
    match value:
        case str() if value:
            text = value.encode("utf-8", "surrogatepass")
            return value if parsed(text) else name(text, KIND).decode()
        case bool() | None | "" | 0:
            return value
        case int() | float():
            return 0
        case _:
            return _at(value, (ANY,), name) if value else value
