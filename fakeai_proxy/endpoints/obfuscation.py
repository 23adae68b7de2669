"""Noise that hides the length of a token from who can only see the sizes of encrypted records."""

from __future__ import annotations

from base64 import b64encode

import numpy as np

WIDTH = 16
"""Token and noise together are a multiple of so many bytes."""
RESERVE = 768
"""Bytes of noise made for a whole stream; tokens take slices of it."""
STEP = 37


class Obfuscation:
    """The noise of one stream."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._noise = b64encode(rng.bytes(RESERVE), altchars=b"xy")
        self._at = 0

    def __call__(self, length: int) -> bytes:
        """Noise for a token of `length` bytes: 1 to WIDTH characters."""
        self._at = at = (self._at + STEP) % (RESERVE)
        return self._noise[at : at + WIDTH - length % WIDTH]
