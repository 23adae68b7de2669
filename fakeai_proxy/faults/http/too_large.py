"""A limit of the size of requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.dialects import reply_of, written

from .answer import CountedFault, changed


class TooLarge(CountedFault):
    """413 to requests with more than `max_bytes` of body: JSON of the provider or a page of its edge.

    The request has arrived whole; `connection.early_reply` answers while it is still being sent.
    """

    type: Literal["http.too_large"] = "http.too_large"
    max_bytes: int = Field(default=0, ge=0, description="Bytes of body that are accepted.")
    page: Literal["auto", "html"] = Field(
        default="auto", description="As the provider sends it, or always the page of the edge."
    )

    def answer(self, hit: Hit) -> Reply | None:
        if self.over(hit) or len(hit.request.body) <= self.max_bytes:
            return None
        name = "request_too_large_html" if self.page == "html" else "request_too_large"
        error = written(self.provider(hit), name, hit)
        return reply_of(replace(error, headers=changed(error.headers, self.headers)))
