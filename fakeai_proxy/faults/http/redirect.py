"""The API is said to be elsewhere."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import End, Head, Reply
from fakeai_proxy.faults.base import AnswerFault, Hit

ELSEWHERE = "https://elsewhere.example"
"""A host that nobody has (RFC 2606)."""


class Redirect(AnswerFault):
    """A redirect, which clients follow: with their key, to another host, or round and round."""

    type: Literal["http.redirect"] = "http.redirect"
    status: Literal[301, 302, 303, 307, 308] = Field(
        default=307, description="307 and 308 repeat the POST; clients make a GET of the others."
    )
    to: Literal["other_host", "loop"] = Field(
        default="other_host", description="The same path at elsewhere.example, or the very same URL."
    )
    location: str | None = Field(
        default=None,
        pattern=r"^[\x21-\x7e]+$",
        description="This URL instead.",
        examples=["https://api.example.com/v1/models"],
    )

    def answer(self, hit: Hit) -> Reply:
        request = hit.request
        target = f"{request.path}?{request.query}" if request.query else request.path
        location = self.location or (target if self.to == "loop" else ELSEWHERE + target)
        yield Head(self.status, (("location", location), ("content-length", "0")))
        yield End()
