"""Chunks of HTTP/1.1 that no parser can follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, Raw, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.when import When

Flaw = Literal["size", "short", "border"]
WRITTEN: Mapping[Flaw, bytes] = {
    "size": b"zz\r\ndata: {}\n\n\r\n",
    "short": b"400\r\ndata: {",
    "border": b"4\r\ndata: {}\n\n\r\n",
}


class Framing(ReplyFault):
    """The chunked coding (RFC 9112, section 7.1) breaks off in the middle, and the connection closes.

    - a size that is no number: `{type: stream.framing}`
    - a chunk that ends before its size: `{type: stream.framing, flaw: short}`
    - a chunk longer than its size: `{type: stream.framing, flaw: border}`

    HTTP/2 has no chunks: there the same bytes are a last piece of the body before RST_STREAM.
    """

    timed: ClassVar[bool] = True
    resizes: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.framing"] = "stream.framing"
    flaw: Flaw = Field(
        default="size",
        description="A size that is no number (size), too little after a size (short), or too much (border).",
    )

    def start(self, hit: Hit) -> Transform:
        return Breaking(WRITTEN[self.flaw])


class Breaking:
    """The broken chunk, then the end, at its moment."""

    def __init__(self, chunk: bytes) -> None:
        self._chunk = chunk

    def feed(self, step: Step) -> Iterable[Step]:
        return Raw(self._chunk), Abort("close")

    def close(self) -> None:
        """Nothing is held."""
