"""Pages of a list."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .resource import Resource

Order = Literal["asc", "desc"]


class PageQuery(NamedTuple):
    """What part of a list is asked for."""

    limit: int = 20
    order: Order = "desc"
    """By time of creation."""
    after: str = ""
    """Id of the item before the first; "": from the beginning."""
    before: str = ""
    """Id of the item after the last: the page that ends before it."""


class Page(NamedTuple):
    """A part of a list."""

    items: list[Resource]
    has_more: bool
    """Towards the end of the list; with `before` alone, towards its beginning."""
