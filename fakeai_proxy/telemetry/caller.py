"""Who called, as a short fingerprint: never the key itself."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from fakeai_proxy.core.steps import Headers

KEYS = frozenset(("authorization", "api-key", "x-api-key", "x-goog-api-key"))
"""Headers that carry a key."""
KEPT, LONG = 64, 512
"""Callers that are remembered, and characters of a key that is not worth it."""


def caller(headers: Headers, salt: bytes) -> str:
    """`u-` and 8 hex digits, the same for the same key and `salt`; nothing where there is no key."""
    for name, value in headers:
        if name in KEYS:
            return remembered(value, salt) if len(value) <= LONG else fingerprint(value, salt)
    return ""


def fingerprint(value: str, salt: bytes) -> str:
    key = value.removeprefix("Bearer ").encode("utf-8", "surrogatepass")
    return "u-" + blake2b(key, digest_size=4, key=salt).hexdigest()


remembered = lru_cache(KEPT)(fingerprint)
