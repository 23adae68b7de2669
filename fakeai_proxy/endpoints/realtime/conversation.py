"""The items of a session, in their order, with the sound that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fakeai_proxy.core.errors import ApiError

from .sounds import RATE, Samples

MOST = 4096
"""Items of a conversation."""
MOST_SOUND = 32 * 2**20
"""Samples that are kept; of the oldest items, those beyond are forgotten, and their length remembered."""


@dataclass(slots=True)
class Kept:
    """One item."""

    item: dict[str, Any]
    """As events have it: without sound."""
    sound: Samples | None = None
    """Of its only part that is sound."""
    samples: int = 0
    """How long that is, also when it was forgotten."""
    heard: str = ""
    """What is said in it, whether or not anybody wanted to know."""

    @property
    def id(self) -> str:
        return str(self.item["id"])

    @property
    def seconds(self) -> float:
        return self.samples / RATE


@dataclass(slots=True)
class Conversation:
    """At most MOST items."""

    id: str
    items: list[Kept] = field(default_factory=list)

    def __iter__(self) -> Iterator[Kept]:
        return iter(self.items)

    def find(self, id: str) -> Kept | None:
        return next((kept for kept in self.items if kept.id == id), None)

    def need(self, id: str, doing: str, action: str) -> Kept:
        """The item. Raises ApiError 400 where there is none, in the words of what is being done."""
        if kept := self.find(id):
            return kept
        raise ApiError(
            400,
            f"Error {doing} item: the item with id '{id[:200]}' does not exist.",
            param="item_id",
            code=f"item_{action}_invalid_item_id",
        )

    def add(self, kept: Kept, after: str | None = None) -> str | None:
        """Put it behind the item `after` (`root`: first; None: last) and tell the id of the one before it.

        Raises ApiError 400 for an id that is taken, a place that there is not, and when it is full.
        """
        if self.find(kept.id):
            raise ApiError(
                400,
                f"Error adding item: an item with id '{kept.id}' already exists.",
                param="item.id",
                code="item_create_duplicate_item_id",
            )
        if len(self.items) >= MOST:
            raise ApiError(400, f"A conversation holds at most {MOST} items.", code="conversation_full")
        place = self._place(after)
        self.items.insert(place, kept)
        if kept.sound is not None:
            self._forget()
        return self.items[place - 1].id if place else None

    def before(self, kept: Kept) -> str | None:
        """The id of the item before it; None where it is the first, or was deleted."""
        place = next((at for at, one in enumerate(self.items) if one is kept), 0)
        return self.items[place - 1].id if place else None

    def remove(self, kept: Kept) -> None:
        self.items.remove(kept)

    def _place(self, after: str | None) -> int:
        if after is None:
            return len(self.items)
        if after == "root":
            return 0
        for place, kept in enumerate(self.items, 1):
            if kept.id == after:
                return place
        raise ApiError(
            400,
            f"Previous item with id '{after[:200]}' not found.",
            param="previous_item_id",
            code="item_create_invalid_previous_item_id",
        )

    def _forget(self) -> None:
        held = sum(len(kept.sound) for kept in self.items if kept.sound is not None)
        for kept in self.items:
            if held <= MOST_SOUND:
                return
            if kept.sound is not None:
                held -= len(kept.sound)
                kept.sound = None
