"""Whether to retry, said against the status."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

from .head import HeadEdit, with_header


class ShouldRetry(ReplyFault):
    """The header x-should-retry, which SDKs obey before they look at the status.

    On whatever the reply is; `http.error` has `should_retry` for an error of its own.
    """

    type: Literal["http.should_retry"] = "http.should_retry"
    value: bool = Field(default=True, description="true or false.")

    def start(self, hit: Hit) -> Transform:
        return HeadEdit(lambda head: with_header(head, "x-should-retry", str(self.value).lower()))
