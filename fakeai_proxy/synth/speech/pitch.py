"""How high a voice is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOWEST, HIGHEST = 70.0, 320.0
"""Hz of voices."""
CLEAR = 0.45
"""Least correlation of a sound with itself one period later: what has less is no voice."""
TWICE = 0.15
"""What the longest period is charged: two periods are as much alike as one, and the voice is that one."""
WINDOW = 0.04
"""Seconds."""


def pitches(mono: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Hz in each whole 40 ms of `mono`, by its autocorrelation; 0 where there is no voice."""
    size = 4 * max(round(rate * WINDOW / 4), 1)
    count = len(mono) // size
    first, last = max(round(rate / HIGHEST), 1), min(round(rate / LOWEST), size - 1)
    if not count or last <= first:
        return np.zeros(count, np.float32)
    frames = mono[: count * size].reshape(count, size)
    frames = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(frames, 2 * size)
    alike = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)
    lags = np.arange(first, last + 1)
    share = alike[:, lags] * (size / (size - lags)) / (alike[:, :1] + 1e-9)
    best = np.argmax(share - TWICE * lags / last, axis=1)
    clear = share[np.arange(count), best] > CLEAR
    return np.where(clear, rate / lags[best], 0).astype(np.float32)


def usual(found: NDArray[np.float32]) -> float:
    """The median of the voice in `found`; 0 where there is none."""
    voiced = found[found > 0]
    return float(np.median(voiced)) if len(voiced) else 0.0
