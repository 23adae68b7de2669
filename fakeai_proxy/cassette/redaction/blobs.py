"""Sets long base64 aside: an image or a file is most of a body, and no key is in it that could be told."""

from __future__ import annotations

from collections.abc import Iterator

LONG = 4096
"""Bytes of a JSON string; no credential is that long."""
SPARSE = 64
"""Bytes to a quotation mark, on average, from which on it pays to look for long strings."""
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"
DATA = b"data:"


def around_blobs(text: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of `text` around long base64, each with its offset."""
    if len(text) < LONG or text.count(b'"') * SPARSE > len(text):
        yield 0, text
        return
    start = at = 0
    for piece in text.split(b'"'):
        end = at + len(piece)
        if len(piece) >= LONG and _is_base64(piece):
            yield start, text[start:at]
            start = end
        at = end + 1
    yield start, text[start:]


def _is_base64(piece: bytes) -> bool:
    """From end to end; also as a data URL (RFC 2397)."""
    content = piece.partition(b",")[2] if piece.startswith(DATA) else piece
    return not content.translate(None, ALPHABET)
