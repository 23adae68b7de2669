"""Lists of what is kept, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.resources import Order, Page, PageQuery, Resource

from .context import Context
from .replies import json_reply

ORDERS: tuple[Order, ...] = ("asc", "desc")


def page_query(context: Context, limit: int = 20, most: int = 100, order: Order = "desc") -> PageQuery:
    """`limit`, `order`, `after` and `before` of the request, with these defaults. Raises ApiError 400."""
    query = context.query
    return PageQuery(
        query.integer("limit", limit, 0, most),
        query.choice("order", ORDERS, order),
        query.text("after"),
        query.text("before"),
    )


def list_reply(page: Page, render: Callable[[Resource], Mapping[str, Any]], context: Context) -> Reply:
    """The page, each item as `render` has it."""
    return json_reply(listed([render(item) for item in page.items], page.has_more), context)


def listed(data: Sequence[Mapping[str, Any]], has_more: bool) -> dict[str, Any]:
    """`data` as OpenAI's list objects have it; each item has an id."""
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": has_more,
    }
