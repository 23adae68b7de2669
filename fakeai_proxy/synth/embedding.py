"""Embeddings by feature hashing: texts that share words are close."""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")


def embed(text: str, dimensions: int) -> NDArray[np.float32]:
    """The unit vector of `text`, of length `dimensions`; the same in every process."""
    vector = np.zeros(4096)
    for word in WORD.findall(text.lower()) or [text]:
        code = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        vector[code & 4095] += 1.0 if code >> 31 else -1.0
    spectrum = np.fft.fft(vector)
    dense = (spectrum.real - spectrum.imag)[:dimensions]
    return (dense / np.linalg.norm(dense)).astype(np.float32)
