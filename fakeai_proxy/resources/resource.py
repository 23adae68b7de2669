"""One thing that is kept."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple


class Resource(NamedTuple):
    """What was put in. How it looks on the wire, and in which state it is, its endpoint works out."""

    number: int
    """The order in which they were made."""
    owner: str
    """Who may see it; see `owner_of`."""
    kind: str
    id: str
    parent: str
    """Id of what it belongs to and goes with: the thread of a message; "": nothing."""
    created: float
    """Unix seconds."""
    expires: float | None
    """Unix seconds from which on it is gone; None: never."""
    body: dict[str, Any]
    """Facts, as JSON has them."""

    @property
    def created_at(self) -> int:
        """As the wire has it."""
        return int(self.created)


def numbered(name: str, number: int) -> str:
    """32 hex digits: the `number`-th name of several that a request called `name` needs."""
    return blake2b(f"{name}/{number}".encode(), digest_size=16).hexdigest()
