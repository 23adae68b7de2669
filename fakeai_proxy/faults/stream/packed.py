"""A compressed body that is not all there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import data, without

GZIP = 16 + zlib.MAX_WBITS


class TruncatedGzip(ReplyFault):
    """The reply is sent as gzip, and its last bytes are missing; its end is as regular as ever.

    - the checksum alone is lost, event by event it can be read: `{type: stream.truncated_gzip}`
    - nothing can be read before the end, and then only in part: `{type: stream.truncated_gzip, flush: false,
      lost: 64}`
    """

    reads_content: ClassVar[bool] = True

    type: Literal["stream.truncated_gzip"] = "stream.truncated_gzip"
    lost: int = Field(
        default=8, ge=1, le=1_048_576, description="Bytes missing at the end; 8 are the checksum."
    )
    flush: bool = Field(
        default=True, description="What has come can be decompressed at once, as of live streams."
    )

    def start(self, hit: Hit) -> Transform:
        return Packing(self)


class Packing:
    """Always keeps back as many bytes as will be lost."""

    def __init__(self, fault: TruncatedGzip) -> None:
        self._lost, self._flush = fault.lost, fault.flush
        self._pack, self._held = zlib.compressobj(wbits=GZIP), bytearray()

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head():
                plain = without(step, "content-length", "content-encoding")
                yield replace(plain, headers=(*plain.headers, ("content-encoding", "gzip")))
            case Data(body):
                packed = self._pack.compress(body)
                yield from self._but_last(
                    packed + self._pack.flush(zlib.Z_SYNC_FLUSH) if self._flush else packed
                )
            case End() | Abort():
                yield from self._but_last(self._pack.flush())
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""

    def _but_last(self, packed: bytes) -> Iterator[Step]:
        self._held += packed
        ready = max(len(self._held) - self._lost, 0)
        yield from data(bytes(self._held[:ready]))
        del self._held[:ready]
