"""When somebody speaks, by the energy of the sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from .sounds import RATE, Samples

FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000
"""Samples that are judged together."""
ONSET_MS = 60
"""Milliseconds of loud sound that are speech, and no click."""
QUIET, SPAN = -60.0, 40.0
"""Decibels of full scale that are no speech for sure, and from there to those that are for sure."""


Over = Callable[[int, int], bool]
"""(milliseconds of silence, sample reached) -> speech has ended with the silence."""


class Started(NamedTuple):
    """Speech, from a sample on. Counted from the first one that was fed."""

    at: int


class Stopped(NamedTuple):
    """It has been over for as long as one waits for more."""

    at: int


class VoiceActivity:
    """Listens, and tells of speech."""

    def __init__(self, threshold: float, over: Over, at: int = 0) -> None:
        """threshold: 0 to 1, as the API has it; at: samples that were heard before."""
        self._threshold, self._over = threshold, over
        self._rest: Samples = np.zeros(0, np.int16)
        self._at = at
        self._loud = self._silent = 0
        """Milliseconds of it, without a break."""
        self.speaking = False

    def feed(self, samples: Samples) -> Iterator[Started | Stopped]:
        """What begins and ends in the next `samples`."""
        heard = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(heard) // FRAME * FRAME
        self._rest = heard[whole:].copy()
        for loud in (speech(heard[:whole]) >= self._threshold).tolist():
            self._at += FRAME
            told = self._hushed(loud) if self.speaking else self._woken(loud)
            if told:
                yield told

    def _woken(self, loud: bool) -> Started | None:
        self._loud = self._loud + FRAME_MS if loud else 0
        if self._loud < ONSET_MS:
            return None
        self.speaking, self._silent = True, 0
        return Started(self._at - ONSET_MS * RATE // 1000)

    def _hushed(self, loud: bool) -> Stopped | None:
        self._silent = 0 if loud else self._silent + FRAME_MS
        if not loud and self._over(self._silent, self._at):
            return self._ended()
        return None

    def _ended(self) -> Stopped:
        self.speaking, self._loud = False, 0
        return Stopped(self._at)


def speech(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Of each frame how sure it is speech, 0 to 1: its loudness (RMS) between QUIET and QUIET + SPAN."""
    frames = samples.reshape(-1, FRAME).astype(np.float32)
    power = np.einsum("ij,ij->i", frames, frames) / FRAME / 32_768.0**2
    decibels = 10 * np.log10(np.maximum(power, 1e-12))
    return np.asarray(np.clip((decibels - QUIET) / SPAN, 0, 1), np.float32)
