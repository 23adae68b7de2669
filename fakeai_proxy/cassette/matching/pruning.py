"""JSON without what some pointers point at, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

ANY = "*"


def pruned(value: Any, pointers: Iterable[Sequence[str]]) -> Any:
    """`value` without these members; items of arrays become null, so that the others keep their place."""
    for path in pointers:
        value = _without(value, path)
    return value


def standing(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """What is at `path`; several where it has a *."""
    if not path:
        yield value
    elif isinstance(value, dict):
        for name in _names(value, path[0]):
            yield from standing(value[name], path[1:])
    elif isinstance(value, list):
        for index in _indices(value, path[0]):
            yield from standing(value[index], path[1:])


def _without(value: Any, path: Sequence[str]) -> Any:
    if isinstance(value, dict):
        names = _names(value, path[0])
        if len(path) == 1:
            return {name: child for name, child in value.items() if name not in names}
        return value | {name: _without(value[name], path[1:]) for name in names}
    if isinstance(value, list):
        indices = _indices(value, path[0])
        return [
            item if index not in indices else _without(item, path[1:]) if path[1:] else None
            for index, item in enumerate(value)
        ]
    return value


def _names(value: dict[str, Any], token: str) -> list[str]:
    return list(value) if token == ANY else [token] if token in value else []


def _indices(value: list[Any], token: str) -> range:
    if token == ANY:
        return range(len(value))
    at = int(token) if token.isdecimal() else len(value)
    return range(at, min(at + 1, len(value)))
