"""Chance as a function of (seed, who asks, about what): one keyed hash, whatever the order of arrival."""

from __future__ import annotations

from hashlib import blake2b

RANGE = 2**64


def drawn(seed: int, *parts: bytes) -> float:
    """A number from 0 to 1 (without 1), the same for the same seed and parts."""
    key = blake2b(digest_size=8, key=seed.to_bytes(16, "little", signed=True))
    for part in parts:
        key.update(len(part).to_bytes(4, "little"))  # else ("ab", "c") would be ("a", "bc")
        key.update(part)
    return int.from_bytes(key.digest(), "little") / RANGE


def named(*parts: bytes) -> bytes:
    """16 bytes that stand for all `parts`, as the name of a source of chance."""
    key = blake2b(digest_size=16)
    for part in parts:
        key.update(len(part).to_bytes(4, "little"))
        key.update(part)
    return key.digest()
