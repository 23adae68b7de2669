"""What a hosted tool knows of the response that it works for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.responses.items import Item, item_id
from fakeai_proxy.wire.responses import ResponseRequest

if TYPE_CHECKING:
    from .file_search import Searches

APART = 1_000
"""Numbers that each tool has for its items."""


class Scene(NamedTuple):
    """One tool at work."""

    body: ResponseRequest
    items: Sequence[Item]
    """All that was said."""
    asked: str
    """The last words of the user."""
    name: str
    """32 hex digits that ids are made of."""
    at: int
    """Which of the tools it is."""
    rng: np.random.Generator
    context: Context
    searches: Searches | None = None
    """What was found in files, before."""

    def id(self, kind: str, number: int = 0) -> str:
        """Of its `number`-th item."""
        return item_id(kind, self.name, -APART * (self.at + 1) - number)

    @property
    def query(self) -> str:
        """What it looks for: the question, in one line."""
        return query_of(self.asked)


QUERY = 200
"""Characters of a query."""


def query_of(asked: str) -> str:
    """What a tool looks for where the user `asked` that."""
    return " ".join(asked.split())[:QUERY]
