"""Pages of buckets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .asked import Asked, encoded


def page_of(query: Asked, results: Mapping[int, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """The buckets that are asked for; `results`, by the beginning of the bucket, where there are some."""
    following = query.buckets.stop
    more = following < query.end
    return {
        "object": "page",
        "data": [
            {
                "object": "bucket",
                "start_time": start,
                "end_time": start + query.width,
                "results": results.get(start, []),
            }
            for start in query.buckets
        ],
        "has_more": more,
        "next_page": encoded(following) if more else None,
    }
