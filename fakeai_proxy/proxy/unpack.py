"""Request bodies without their content-encoding, never more than may be accepted of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping

import brotli
import zstandard

SLICE = 64 * 1024
NARROW = 64
"""Compressed bytes at a time, for decoders that have no limit of their own."""

Pieces = Iterator[bytes]


class TooLarge(Exception):
    """There is more in a body than is accepted."""


def unpack(raw: bytes, coding: str, limit: int) -> bytes:
    """`raw` decoded; as it is where its coding is not known, or does not fit.

    Raises TooLarge as soon as more than `limit` bytes have come out.
    """
    if (pieces := CODINGS.get(coding.strip().lower())) is None:
        return raw
    found = bytearray()
    try:
        for piece in pieces(raw):
            found += piece
            if len(found) > limit:
                raise TooLarge
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError):
        return raw
    return bytes(found)


def gunzip(raw: bytes) -> Pieces:
    """One gzip member after another (RFC 1952)."""
    while raw:
        decoder = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        yield from inflated(decoder, raw)
        raw = decoder.unused_data


def inflate(raw: bytes) -> Pieces:
    """`deflate` with zlib's header (RFC 9110, section 8.4.1.2), or bare as some clients send it."""
    try:
        decoder = zlib.decompressobj()
        decoder.decompress(raw, 1)
    except zlib.error:
        return inflated(zlib.decompressobj(wbits=-zlib.MAX_WBITS), raw)
    return inflated(zlib.decompressobj(), raw)


def inflated(decoder: zlib._Decompress, raw: bytes) -> Pieces:
    while raw and not decoder.eof:
        yield decoder.decompress(raw, SLICE)
        raw = decoder.unconsumed_tail
    if not decoder.eof:
        raise EOFError


def unbrotli(raw: bytes) -> Pieces:
    decoder = brotli.Decompressor()
    for slice in narrow(raw):
        yield decoder.process(slice)
    if not decoder.is_finished():
        raise EOFError


def unzstd(raw: bytes) -> Pieces:
    """One frame after another (RFC 8878, section 3)."""
    decoder = zstandard.ZstdDecompressor().decompressobj()
    for slice in narrow(raw):
        while slice:
            if decoder.eof:
                decoder = zstandard.ZstdDecompressor().decompressobj()
            yield decoder.decompress(slice)
            slice = decoder.unused_data
    if not decoder.eof:
        raise EOFError


def narrow(raw: bytes) -> Pieces:
    return (raw[start : start + NARROW] for start in range(0, len(raw), NARROW))


CODINGS: Mapping[str, Callable[[bytes], Pieces]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": inflate,
    "br": unbrotli,
    "zstd": unzstd,
}
