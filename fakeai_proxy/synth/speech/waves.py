"""One period of a voice, and a second of noise, as tables to be read from at any speed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .sounds import SOUNDS
from .voices import Voice

RATE = 24_000
"""Samples a second."""
PERIOD = 1024
"""Samples of one period of a voice."""
HIGHEST = 5_500.0
"""Hz: the highest overtone; of what lies above a voice has nothing to speak of."""
BANDWIDTH = 60.0, 0.035
"""Hz, and share of its frequency, that a resonance is wide."""

Samples = NDArray[np.float32]


@lru_cache(maxsize=1024)
def period(name: str, voice: Voice) -> Samples:
    """The sound `name` as `voice` sings it: PERIOD samples of mean square 1, or zeros if it is unvoiced.

    Overtones of a glottal pulse with lip radiation (-6 dB an octave), each as strong and as late as the
    resonances of the sound make it: the product over formants F with bandwidth B of F² / (F² - f² + iBf).
    """
    formants = np.array(SOUNDS[name].formants) * voice.throat
    if not formants.size:
        return np.zeros(PERIOD, np.float32)
    overtones = np.arange(1, int(HIGHEST / voice.pitch) + 1)
    frequencies = overtones[:, None] * voice.pitch
    widths = BANDWIDTH[0] + BANDWIDTH[1] * formants
    resonance = np.prod(formants**2 / (formants**2 - frequencies**2 + 1j * widths * frequencies), axis=1)
    spectrum = np.zeros(PERIOD // 2 + 1, np.complex128)
    spectrum[overtones] = resonance / overtones
    wave = np.fft.irfft(spectrum)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)), np.float32)


@lru_cache(maxsize=64)
def noise(name: str) -> Samples:
    """A second of the noise of a sound, always the same: mean square 1, or zeros if it has none."""
    low, high = SOUNDS[name].band
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(RATE))
    frequencies = np.fft.rfftfreq(RATE, 1 / RATE)
    spectrum[(frequencies < low) | (frequencies >= high)] = 0
    wave = np.fft.irfft(spectrum)
    return np.asarray(wave / max(np.sqrt(np.mean(wave**2)), 1e-9), np.float32)
