"""Pages of lists that are worked out, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context

MOST = 100


def page_of(items: Sequence[Mapping[str, Any]], context: Context, limit: int) -> dict[str, Any]:
    """The part of `items`, each with an id, that `limit` and `after` of the request ask for.

    Raises ApiError 400 for an `after` that is not among them.
    """
    limit, after = context.query.integer("limit", limit, 0, MOST), context.query.text("after")
    start = 0
    if after:
        ids = [item["id"] for item in items]
        if after not in ids:
            message = f"Invalid 'after': nothing with id '{after[:200]}' is in this list."
            raise ApiError(400, message, param="after", code="invalid_value")
        start = ids.index(after) + 1
    found = items[start : start + limit]
    return {"object": "list", "data": found, "has_more": start + limit < len(items)}
