"""JSON that stops in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.pieces import data

from .head import with_header
from .whole import Whole


class TruncatedJson(ReplyFault):
    """The JSON of a whole answer stops in the middle, though HTTP says that it is complete.

    One longer than 16 MiB passes as it is.
    """

    needs: ClassVar[Needs] = "json"
    reads_content: ClassVar[bool] = True

    type: Literal["http.truncated_json"] = "http.truncated_json"
    fraction: float = Field(default=0.5, ge=0, lt=1, description="How much of the body is sent, from 0 to 1.")

    def start(self, hit: Hit) -> Transform:
        return Whole(self._cut)

    def _cut(self, head: Head, body: bytes) -> Iterator[Step]:
        kept = body[: int(len(body) * self.fraction)]
        yield with_header(head, "content-length", str(len(kept)))
        yield from data(kept)
        yield End()
