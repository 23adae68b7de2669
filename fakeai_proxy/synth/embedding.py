"""Embeddings of bags of words and of pieces of words.

Each feature puts a few signed weights at hashed places of a long vector (feature hashing, Weinberger et al.
2009); a Fourier transform then spreads them over every dimension. It keeps inner products, so two texts are
as close as the features they share make them, and fewer dimensions leave something of every feature. Three
letters in a row are features too (as in fastText, Bojanowski et al. 2017), so forms of one word are close;
words that every text is full of count little.
"""

from __future__ import annotations

import re
from collections import Counter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word, or one character of Chinese or Japanese, which have no spaces."""
COMMON = frozenset(
    (
        *("a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being"),
        *("but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her"),
        *("here", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of"),
        *("on", "or", "our", "over", "she", "should", "so", "some", "than", "that", "the", "their", "them"),
        *("then", "there", "these", "they", "this", "those", "to", "up", "us", "was", "we", "were", "what"),
        *("when", "where", "which", "who", "why", "will", "with", "would", "you", "your"),
    )
)
"""Words that say little of what a text is about."""
FAINT, SLIGHT = 0.25, 0.6
"""Weights of a common word, and of others of up to PIECE letters, which are common in most languages."""
PIECE = 3
"""Letters of a piece; words that are no longer have none."""
PIECES = 0.8
"""Weight of all pieces of a word together, where the word itself has 1."""

PLACES = 4096
"""Length of the long vector: the most dimensions there can be."""
SHIFT = np.uint32(32 - 12)
"""Leaves of a hash the bits that number a place."""
MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], np.uint32)
"""Odd constants that turn one hash into several (multiplicative hashing: the high bits of the product)."""
Features = tuple[NDArray[np.uint32], NDArray[np.float64]]
"""Their hashes and weights."""
WEIGHTS = np.array([1.0, 0.9, 0.8, 0.7])
"""All different, so that a feature's own places never cancel out."""


def embed(text: str, dimensions: int) -> NDArray[np.float32]:
    """The unit vector of `text`, the same in every process. ValueError unless `dimensions` is 1 to 4096.

    Fewer dimensions are the beginning of more, scaled to unit length. Case does not matter, nor word order.
    """
    if not 1 <= dimensions <= PLACES:
        raise ValueError(f"an embedding has 1 to {PLACES} dimensions, not {dimensions}")
    return spread(_places(Counter(WORD.findall(text.lower())) or Counter([text])), dimensions)


def spread(places: NDArray[np.float64], dimensions: int) -> NDArray[np.float32]:
    """A long vector as a unit vector of `dimensions`; each of them has something of all places."""
    vector = np.fft.rfft(places)[1:].view(np.float64)[:dimensions]
    return (vector / np.sqrt(vector @ vector)).astype(np.float32)


def _places(words: Counter[str]) -> NDArray[np.float64]:
    """The long vector of a bag of words; a word said n times weighs the square root of n."""
    (whole, heavy), (pieces, light) = _whole(words), _pieces(words)
    codes, weights = np.concatenate((whole, pieces)), np.concatenate((heavy, light))
    mixed = (codes ^ MULTIPLIERS[0])[:, None] * MULTIPLIERS
    signs = np.where(mixed >> (SHIFT - np.uint32(1)) & np.uint32(1), WEIGHTS, -WEIGHTS)
    heights = weights[:, None] * signs
    return np.bincount((mixed >> SHIFT).ravel(), heights.ravel(), PLACES).astype(np.float64, copy=False)


def _whole(words: Counter[str]) -> Features:
    codes = [crc32(word.encode("utf-8", "surrogatepass")) for word in words]
    weights = [_weight(word) * times**0.5 for word, times in words.items()]
    return np.array(codes, np.uint32), np.array(weights)


def _weight(word: str) -> float:
    if word in COMMON:
        return FAINT
    return SLIGHT if len(word) <= PIECE else 1.0


def _pieces(words: Counter[str]) -> Features:
    """Every PIECE letters in a row of `<word>`: as many as it has letters."""
    long = {word: times for word, times in words.items() if len(word) > PIECE and word not in COMMON}
    letters = np.frombuffer("".join(f"<{word}>" for word in long).encode("utf-32-le", "surrogatepass"), "<u4")
    rows = [letters[at : len(letters) - PIECE + 1 + at] for at in range(PIECE)]
    codes = sum((row * odd for row, odd in zip(rows, MULTIPLIERS, strict=False)), np.zeros(1, np.uint32))
    within = np.logical_and.reduce([row != ord(">") for row in rows[:-1]])
    each = [PIECES * (times / len(word)) ** 0.5 for word, times in long.items()]
    weights = np.repeat(each, [len(word) + 2 for word in long])[: len(codes)]
    return codes[within], weights[within]
