"""Chance as a function of (seed, request, how often it was seen), never of arrival order."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from hashlib import blake2b
from itertools import count
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

from .canonical_json import canonical_json

FINGERPRINT_BYTES = 16
FORM_ONLY = ("stream", "stream_options")
"""Fields that choose the form of an answer, not its content."""


def fingerprint(method: str, path: str, body: Any) -> bytes:
    """16 bytes that name a request: method, path and JSON body, whatever its headers."""
    asked = f"{method} {path}\n".encode("utf-8", "surrogatepass")
    digest = blake2b(asked, digest_size=FINGERPRINT_BYTES)
    digest.update(canonical_json(body))
    return digest.digest()


def content_of(body: Any) -> Any:
    """`body` without the fields that only choose the form, so a stream says what the whole answer says."""
    if not isinstance(body, dict):
        return body
    return {key: value for key, value in body.items() if key not in FORM_ONLY}


class _Mixed(ISeedSequence):
    """A digest as the state of a bit generator. numpy's own mixing would cost more than all the rest."""

    def __init__(self, digest: bytes) -> None:
        self._words = np.frombuffer(digest, np.dtype("<u8"))

    def generate_state(self, n_words: int, dtype: Any = np.uint64) -> NDArray[np.uint64]:
        """PCG64 asks for four words of 64 bits."""
        return self._words[:n_words].astype(dtype, copy=False)


def rng_for(seed: int, name: bytes, ordinal: int = 0) -> np.random.Generator:
    """The one source of chance of the `ordinal`-th request named `name`."""
    key = blake2b(name, digest_size=32, key=seed.to_bytes(16, "little", signed=True))
    key.update(ordinal.to_bytes(16, "little", signed=True))
    return np.random.Generator(np.random.PCG64(_Mixed(key.digest())))  # type: ignore[arg-type] # numpy's stub


class Ordinals:
    """How often each fingerprint was seen, the most recent `limit` of them. Steps are atomic in CPython."""

    def __init__(self, limit: int = 8_192) -> None:
        self._seen: OrderedDict[bytes, count[int]] = OrderedDict()
        self._limit = limit

    def next(self, name: bytes) -> int:
        """0 for the first time, then 1, 2, ..."""
        seen = self._seen.setdefault(name, count())
        with suppress(KeyError):  # another thread may have dropped it by now
            self._seen.move_to_end(name)
        if len(self._seen) > self._limit:
            self._seen.popitem(last=False)
        return next(seen)
