"""A length that is not that of the body."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Literal

from pydantic import Field, field_validator

from fakeai_proxy.core.steps import Abort, End, Head, Hold, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import data

from .head import with_header
from .whole import Whole


class ContentLength(ReplyFault):
    """The content-length lies: clients wait for bytes that never come, or stop before the last ones.

    The reply is held until it is complete, since its length has to be known; one longer than 16 MiB passes.
    """

    type: Literal["http.content_length"] = "http.content_length"
    delta: int = Field(
        default=1,
        ge=-(2**40),
        le=2**40,
        description="Bytes declared beyond those that are sent; negative declares too few.",
    )
    then: Literal["hang", "close"] = Field(
        default="hang",
        description="After too few bytes: silence until the client leaves, or the connection closes.",
    )

    @field_validator("delta")
    @classmethod
    def _lies(cls, delta: int) -> int:
        if not delta:
            raise ValueError("0 would be the truth")
        return delta

    def start(self, hit: Hit) -> Transform:
        return Whole(partial(self._lying, hit.hold))

    def _lying(self, hold: Hold, head: Head, body: bytes) -> Iterator[Step]:
        yield with_header(head, "content-length", str(max(0, len(body) + self.delta)))
        yield from data(body)
        if self.delta < 0:
            yield End()
        elif self.then == "hang":
            yield Wait(math.inf, hold)
            yield Abort()
        else:
            yield Abort()
