"""Takes the content-encoding off a body that arrived in pieces; each decoded piece keeps its time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from .interaction import Chunk

Decode = Callable[[bytes], bytes]


def decoded(encoding: str, chunks: Iterable[Chunk]) -> list[Chunk]:
    """`chunks` without `encoding` (RFC 9110, section 8.4). Pieces that complete no byte disappear.

    Raises ValueError for a coding that is not known and for bytes that are not in it.
    """
    codings = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    for name in reversed(codings):
        chunks = _without(name, chunks)
    return [chunk for chunk in chunks if chunk.body]


def _without(name: str, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    if name not in CODINGS:
        raise ValueError(f"content-encoding {name!r} cannot be decoded")
    decode = CODINGS[name]()
    for ns, body in chunks:
        try:
            yield Chunk(ns, decode(body))
        except Exception as failure:  # each library has its own error
            raise ValueError(f"the body is not {name}: {failure}") from failure


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
    import brotli  # type: ignore[import-untyped]

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
