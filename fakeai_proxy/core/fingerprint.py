"""What makes two requests the same to chance."""

from __future__ import annotations

from hashlib import blake2b

from .errors import ApiError
from .exchange import Request
from .seeding import FINGERPRINT_BYTES, content_of, fingerprint


def fingerprint_of(request: Request) -> bytes:
    """16 bytes: method, path and body. A retry has it again, streamed or not; headers do not count."""
    try:
        return fingerprint(request.method, request.path, content_of(request.json))
    except ApiError:
        asked = f"{request.method} {request.path}\n".encode("utf-8", "surrogatepass")
        return blake2b(asked + request.body, digest_size=FINGERPRINT_BYTES).digest()
