"""Content-encodings (RFC 9110, section 8.4), taken off bytes as they arrive."""

from __future__ import annotations

import zlib
from collections.abc import Callable

Decode = Callable[[bytes], bytes]
"""Every piece, as far as it can be decoded. Each has its own error for bytes that are not in the coding."""


def _identity() -> Decode:
    return lambda body: body


def _gzip() -> Decode:
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress


def _deflate() -> Decode:
    """Some servers send the zlib format, as they should, and some bare deflate."""
    inflate: list[Decode] = []

    def decode(body: bytes) -> bytes:
        if body and not inflate:
            wrapped = body[0] & 15 == 8
            inflate.append(zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS).decompress)
        return inflate[0](body) if inflate else b""

    return decode


def _brotli() -> Decode:
    import brotli

    decode: Decode = brotli.Decompressor().process
    return decode


def _zstd() -> Decode:
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj(read_across_frames=True).decompress


CODINGS: dict[str, Callable[[], Decode]] = {
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
