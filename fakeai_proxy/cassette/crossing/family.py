"""What a family of APIs has to know of its streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

Object = dict[str, Any]


class Named(NamedTuple):
    """An event; the name is empty where the family gives none."""

    name: str
    value: Object


class Family(Protocol):
    """A module of this package."""

    DONE: bool
    """Whether `[DONE]` ends a stream."""

    def whole(self, events: Sequence[Object]) -> Object | None:
        """The body that says what `events` say; None where they do not end."""

    def events(self, body: Object, usage: bool) -> Iterator[Named]:
        """The events that say what `body` says; `usage`: with the counts, if they are asked for apart."""


def uncounted(event: Object) -> Object | None:
    """`event` of a stream for which no counts were asked; None where it was about nothing else."""
    if "usage" not in event:
        return event
    if event["usage"] is not None and not event.get("choices"):
        return None
    return {name: value for name, value in event.items() if name != "usage"}


def objects(value: Any) -> list[Object]:
    """The objects of an array; nothing of what is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""
