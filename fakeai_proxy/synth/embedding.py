"""Embeddings of bags of words.

Each word puts a few signed weights at hashed places of a long vector (feature hashing, Weinberger et al.
2009); a Fourier transform then spreads them over every dimension. It keeps inner products, so two texts are
as close as the words they share make them, and fewer dimensions leave something of every word.
"""

from __future__ import annotations

import re
from collections import Counter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word, or one character of Chinese or Japanese, which have no spaces."""

PLACES = 4096
"""Length of the long vector: the most dimensions there can be."""
SHIFT = np.uint32(32 - 12)
"""Leaves of a hash the bits that number a place."""
MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], np.uint32)
"""Odd constants that turn one hash into several (multiplicative hashing: the high bits of the product)."""
WEIGHTS = np.array([1.0, 0.9, 0.8, 0.7])
"""All different, so that a word's own places never cancel out."""


def embed(text: str, dimensions: int) -> NDArray[np.float32]:
    """The unit vector of `text`, the same in every process. ValueError unless `dimensions` is 1 to 4096.

    Fewer dimensions are the beginning of more, scaled to unit length. Case does not matter, nor word order.
    """
    if not 1 <= dimensions <= PLACES:
        raise ValueError(f"an embedding has 1 to {PLACES} dimensions, not {dimensions}")
    counts = Counter(WORD.findall(text.lower())) or Counter([text])
    vector = np.fft.rfft(_places(counts))[1:].view(np.float64)[:dimensions]
    return (vector / np.sqrt(vector @ vector)).astype(np.float32)


def _places(counts: Counter[str]) -> NDArray[np.float64]:
    """The long vector of a bag of words; a word said n times weighs the square root of n."""
    codes = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in counts], np.uint32)
    mixed = (codes ^ MULTIPLIERS[0])[:, None] * MULTIPLIERS
    signs = np.where(mixed >> (SHIFT - np.uint32(1)) & np.uint32(1), WEIGHTS, -WEIGHTS)
    heights = np.sqrt(np.fromiter(counts.values(), np.float64, len(counts)))[:, None] * signs
    return np.bincount((mixed >> SHIFT).ravel(), heights.ravel(), PLACES).astype(np.float64, copy=False)
