"""Content-encodings (RFC 9110, section 8.4), taken off bytes as they arrive."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, ClassVar

Decode = Callable[[bytes], bytes]
"""Every piece, as far as it can be decoded. Each has its own error for bytes that are not in the coding."""


class TooLarge(Exception):
    """There is more in a body than is accepted."""


class Decoder:
    """Nothing is on. As all decoders, it is a `Decode`."""

    at_once: ClassVar[int] = 64
    """Bytes decoded at a time where memory is short: few, as not every library has a limit of its own."""

    def __call__(self, piece: bytes) -> bytes:
        return piece

    @property
    def complete(self) -> bool:
        """What was decoded may end here."""
        return True


class Members(Decoder):
    """One after another, as gzip (RFC 1952) and zstd (RFC 8878, section 3) allow it.

    What follows the last and does not begin another is not looked at.
    """

    def __init__(self) -> None:
        self._member: Any = None
        self._read, self._silent, self._over = 0, True, False
        """Members that were read; whether nothing came of the present one yet; whether the last was read."""

    def make(self) -> Any:
        """A `decompress`, an `eof` and its `unused_data`, for one member."""
        raise NotImplementedError

    def __call__(self, piece: bytes) -> bytes:
        plain = []
        while piece and not self._over:
            plain.append(self._of_member(piece))
            piece = b""
            if self._member is not None and self._member.eof:
                piece, self._member = self._member.unused_data, None
                self._read, self._silent = self._read + 1, True
        return b"".join(plain)

    def _of_member(self, piece: bytes) -> bytes:
        self._member = self._member or self.make()
        try:
            plain = bytes(self._member.decompress(piece))
        except Exception:
            if not (self._read and self._silent):
                raise
            self._member, self._over = None, True
            return b""
        self._silent = self._silent and not plain
        return plain

    @property
    def complete(self) -> bool:
        return self._member is None


class Gzip(Members):
    at_once = 4096  # of which at most 4 MiB come out

    def make(self) -> Any:
        return zlib.decompressobj(16 + zlib.MAX_WBITS)


class Zstd(Members):
    def make(self) -> Any:
        import zstandard

        return zstandard.ZstdDecompressor().decompressobj()


class Deflate(Decoder):
    """Some send the zlib format, as they should, and some bare deflate."""

    at_once = 4096

    def __init__(self) -> None:
        self._inflate: Any = None

    def __call__(self, piece: bytes) -> bytes:
        if piece and self._inflate is None:
            wrapped = piece[0] & 15 == 8
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        return self._inflate.decompress(piece) if piece else b""

    @property
    def complete(self) -> bool:
        return self._inflate is None or self._inflate.eof


class Brotli(Decoder):
    def __init__(self) -> None:
        import brotli

        self._decompressor = brotli.Decompressor()
        self._read = False

    def __call__(self, piece: bytes) -> bytes:
        self._read = self._read or bool(piece)
        return bytes(self._decompressor.process(piece))

    @property
    def complete(self) -> bool:
        return not self._read or self._decompressor.is_finished()


CODINGS: dict[str, type[Decoder]] = {
    "identity": Decoder,
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": Deflate,
    "br": Brotli,
    "zstd": Zstd,
}


def unpack(raw: bytes, coding: str, limit: int) -> bytes:
    """`raw` decoded; as it is where its coding is not known, or does not fit, or misses its end.

    Raises TooLarge as soon as more than `limit` bytes have come out.
    """
    make = CODINGS.get(coding.strip().lower(), Decoder)
    if make is Decoder:
        return raw
    decode, found = make(), bytearray()
    for start in range(0, len(raw), make.at_once):
        try:
            found += decode(raw[start : start + make.at_once])
        except Exception:  # each library has its own error
            return raw
        if len(found) > limit:
            raise TooLarge
    return bytes(found) if decode.complete else raw
