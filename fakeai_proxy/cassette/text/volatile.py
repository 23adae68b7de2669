"""What differs each time the same is recorded: taken out of values, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any

MARK = "…"
"""Stands where a value was taken out."""

POINTERS = tuple(
    tuple(pointer.split("/"))
    for pointer in (
        "id",
        "created",
        "created_at",
        "completed_at",
        "system_fingerprint",
        "obfuscation",
        "event_id",
        "item_id",
        "previous_item_id",
        "response_id",
        "request_id",
        "x_groq/id",
        "item/id",
        "message/id",
        "session/id",
        "session/expires_at",
        "output/*/id",
        "response/id",
        "response/created_at",
        "response/completed_at",
        "response/output/*/id",
    )
)
"""In replies; `*` is every item of a list."""

HEADERS = frozenset(
    (
        "date",
        "etag",
        "last-modified",
        "nvcf-reqid",
        "openai-processing-ms",
        "request-id",
        "user-agent",
        "x-envoy-upstream-service-time",
        "x-request-id",
    )
)
HEADER_PREFIXES = ("anthropic-ratelimit-", "x-ratelimit-", "x-stainless-")

Taken = dict[str, list[Any]]
"""Values by place, in the order in which they were taken."""


class Given:
    """The values of a `Taken`, handed out again. Raises ValueError past the last."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._values = {
            place: iter(value) if isinstance(value, list) else repeat(value) for place, value in told.items()
        }

    def __contains__(self, place: str) -> bool:
        return place in self._values

    def next(self, place: str) -> Any:
        for value in self._values[place]:
            return value
        raise ValueError(f"there are more marks at {place} than volatile values")


def told(taken: Taken) -> dict[str, Any]:
    """`taken`, a value that is always the same only once."""
    return {
        place: values[0] if len({repr(value) for value in values}) == 1 else values
        for place, values in taken.items()
    }


def take(value: Any, taken: Taken) -> Any:
    """Moves what is volatile in a reply's JSON `value` to `taken`, in place."""
    for holder, name, place in _places(value):
        found = holder[name]
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            taken.setdefault(place, []).append(found)
            holder[name] = MARK
    return value


def give(value: Any, given: Given) -> Any:
    """The reverse, in place."""
    for holder, name, place in _places(value):
        if holder[name] == MARK and place in given:
            holder[name] = given.next(place)
    return value


def take_headers(headers: Iterable[tuple[str, str]], taken: Taken) -> list[list[str]]:
    """[name, value] pairs, volatile values taken out."""
    pairs = []
    for name, value in headers:
        if name in HEADERS or name.startswith(HEADER_PREFIXES):
            taken.setdefault(name, []).append(value)
            pairs.append([name, MARK])
        else:
            pairs.append([name, value])
    return pairs


def give_headers(pairs: Iterable[Any], given: Given) -> tuple[tuple[str, str], ...]:
    """The reverse. Raises ValueError for what are no pairs of texts."""
    return tuple(
        (name, given.next(name) if value == MARK and name in given else value) for name, value in pairs
    )


def _places(value: Any) -> Iterator[tuple[Any, Any, str]]:
    if isinstance(value, dict):
        for pointer in POINTERS:
            if pointer[0] in value:
                yield from _along(value, pointer, "")


def _along(value: Any, tokens: tuple[str, ...], before: str) -> Iterator[tuple[Any, Any, str]]:
    token, *rest = tokens
    if token == "*":
        for item in value if isinstance(value, list) else ():
            yield from _along(item, tuple(rest), f"{before}/*")
    elif isinstance(value, dict) and token in value:
        if rest:
            yield from _along(value[token], tuple(rest), f"{before}/{token}")
        else:
            yield value, token, f"{before}/{token}"
