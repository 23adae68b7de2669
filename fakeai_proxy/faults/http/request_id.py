"""The id by which support finds a request."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Head
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import without

from .head import HeadEdit

IDS = ("x-request-id", "request-id", "apim-request-id", "x-ms-request-id", "nvcf-reqid")
"""Headers in which providers send it."""


class RequestId(ReplyFault):
    """The request id is missing, there twice, or another one than that of the body."""

    type: Literal["http.request_id"] = "http.request_id"
    mode: Literal["missing", "duplicate", "other"] = Field(
        default="missing", description="Without it, with a second one after it, or with another in its place."
    )

    def start(self, hit: Hit) -> Transform:
        other = f"req_{hit.rng.bytes(16).hex()}"
        return HeadEdit(lambda head: self._edited(head, other))

    def _edited(self, head: Head, other: str) -> Head:
        found = [name for name, _ in head.headers if name.lower() in IDS]
        match self.mode:
            case "missing":
                return without(head, *IDS)
            case "duplicate":
                again = tuple((name, other) for name in found or IDS[:1])
                return replace(head, headers=(*head.headers, *again))
            case "other":
                pairs = ((name, other if name in found else value) for name, value in head.headers)
                return replace(head, headers=tuple(pairs))
