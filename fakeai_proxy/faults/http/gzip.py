"""A content-encoding that does not decode."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Literal, Protocol

from pydantic import Field

from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.pieces import WHOLE, data, without

from .head import with_header

Mode = Literal["corrupt", "truncated", "lie", "double", "unknown"]
GZIP = 16 + zlib.MAX_WBITS
HEADER = 10
"""Bytes of the header of gzip (RFC 1952, section 2.3)."""
INVERTED = bytes(byte ^ 0xFF for byte in range(256))


class Gzip(ReplyFault):
    """The body is not in the encoding that its header names.

    Streams keep their pace, but for `truncated`: a compressor that never flushed is cut in the middle.
    """

    reads_content: ClassVar[bool] = True

    type: Literal["http.gzip"] = "http.gzip"
    mode: Mode = Field(
        default="corrupt",
        description="corrupt: the data of gzip is wrong after its header; truncated: the first half of it; "
        "lie: plain bytes called gzip; double: gzip in gzip, told once; unknown: an encoding nobody knows.",
    )

    def start(self, hit: Hit) -> Transform:
        return Coded("x-unknown" if self.mode == "unknown" else "gzip", ENCODERS[self.mode]())


class Encoder(Protocol):
    """Bytes in, bytes of the coding out; `flush` says what is left."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class Coded:
    """A Transform of plain replies."""

    def __init__(self, name: str, encoder: Encoder) -> None:
        self._name, self._encoder = name, encoder

    def feed(self, step: Step) -> Iterator[Step]:
        match step:
            case Head():
                yield with_header(without(step, "content-length"), "content-encoding", self._name)
            case Data(body):
                yield from data(self._encoder.compress(body))
            case End():
                yield from data(self._encoder.flush())
                yield step
            case _:
                yield step

    def close(self) -> None:
        """Nothing but bytes is held."""


class Flushed:
    """gzip that can be decoded as far as it was sent."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(wbits=GZIP)

    def compress(self, data: bytes, /) -> bytes:
        return self._packer.compress(data) + self._packer.flush(zlib.Z_SYNC_FLUSH)

    def flush(self) -> bytes:
        return self._packer.flush()


class Corrupt(Flushed):
    """gzip of which every bit after the header is the wrong one."""

    def __init__(self) -> None:
        super().__init__()
        self._intact = HEADER

    def compress(self, data: bytes, /) -> bytes:
        return self._spoilt(super().compress(data))

    def flush(self) -> bytes:
        return self._spoilt(super().flush())

    def _spoilt(self, coded: bytes) -> bytes:
        kept, self._intact = coded[: self._intact], max(0, self._intact - len(coded))
        return kept + coded[len(kept) :].translate(INVERTED)


class Truncated:
    """The first half of the gzip of everything, or of the first WHOLE bytes of it."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(wbits=GZIP)
        self._coded = bytearray()

    def compress(self, data: bytes, /) -> bytes:
        if len(self._coded) < WHOLE:
            self._coded += self._packer.compress(data)
        return b""

    def flush(self) -> bytes:
        self._coded += self._packer.flush()
        return bytes(self._coded[: len(self._coded) // 2])


class Lie:
    """Plain bytes."""

    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


class Double:
    """gzip in gzip."""

    def __init__(self) -> None:
        self._inner, self._outer = Flushed(), Flushed()

    def compress(self, data: bytes, /) -> bytes:
        return self._outer.compress(self._inner.compress(data))

    def flush(self) -> bytes:
        return self._outer.compress(self._inner.flush()) + self._outer.flush()


ENCODERS: Mapping[Mode, Callable[[], Encoder]] = {
    "corrupt": Corrupt,
    "truncated": Truncated,
    "lie": Lie,
    "double": Double,
    "unknown": lambda: zlib.compressobj(wbits=-zlib.MAX_WBITS),
}
