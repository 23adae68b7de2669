"""A reply that says it is of another kind."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Head
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import without

from .head import HeadEdit, with_header


class ContentType(ReplyFault):
    """The reply is right, and its content-type wrong or missing."""

    type: Literal["http.content_type"] = "http.content_type"
    value: str | None = Field(
        default="text/plain",
        pattern=r"^[\x20-\x7e]+$",
        description="What is said instead; null says nothing.",
    )

    def start(self, hit: Hit) -> Transform:
        return HeadEdit(self._edited)

    def _edited(self, head: Head) -> Head:
        if self.value is None:
            return without(head, "content-type")
        return with_header(head, "content-type", self.value)
