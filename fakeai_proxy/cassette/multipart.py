"""What a multipart body says, whatever boundary the client drew (RFC 2046, section 5.1)."""

from __future__ import annotations

import re
from hashlib import sha256

BOUNDARY = re.compile(rb'boundary="?([^";\s]+)', re.IGNORECASE)


def parts(content_type: str, body: bytes) -> list[tuple[bytes, bytes]] | None:
    """(headers, content) of each part, headers in lower-case order; None when `body` is not multipart."""
    found = BOUNDARY.search(content_type.encode("utf-8", "replace"))
    if not content_type.lower().startswith("multipart/") or not found:
        return None
    fence = b"\r\n--" + found[1]
    pieces = (b"\r\n" + body).split(fence)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        return None
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> tuple[bytes, bytes]:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.split(b"\r\n") if line]
    named = sorted((name.strip().lower(), value.strip()) for name, _, value in lines)
    return b"\n".join(name + b": " + value for name, value in named), content


def digest(content: bytes) -> bytes:
    """A part's content by its hash."""
    return sha256(content).hexdigest().encode()
