"""Listening to sound: how long, how loud when, how high the voice, and what speech of ours it holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .decoding import Block
from .mark import Marks
from .pitch import pitches
from .waves import RATE

STEP = 0.01
"""Seconds of each value of loudness."""
SLICE = 1.0
"""Seconds that are looked at together: some milliseconds of work."""

Loudness = NDArray[np.float32]


class Heard(NamedTuple):
    """What there is to know of a recording."""

    seconds: float
    loudness: Loudness
    """Root of the mean square of each STEP, in samples of 16 bits."""
    pitches: NDArray[np.float32]
    """Hz of the voice in each 40 ms; 0: none."""
    texts: tuple[str, ...]
    """Of speeches of ours whose samples came unchanged."""


class Hearing:
    """Blocks of samples in, what is heard out."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.frames = 0
        """Heard so far."""
        self._step = max(round(rate * STEP), 1)
        self._waiting: list[Block] = []
        self._held = 0
        self._loud: list[Loudness] = []
        self._high: list[NDArray[np.float32]] = []
        self._marks = Marks()

    def feed(self, block: Block) -> bool:
        """Hear (frames, channels); True: some milliseconds of work were done."""
        self.frames += len(block)
        if self.rate == RATE and block.shape[1] == 1:
            self._marks.feed(block[:, 0])
        self._waiting.append(block)
        self._held += len(block)
        if self._held < SLICE * self.rate:
            return False
        whole = np.concatenate(self._waiting)
        size = len(whole) - len(whole) % (4 * self._step)
        self._look(whole[:size])
        self._waiting, self._held = [whole[size:]], len(whole) - size
        return True

    def heard(self) -> Heard:
        """All of it, at the end."""
        if self._held:
            self._look(np.concatenate(self._waiting))
            self._waiting, self._held = [], 0
        loud = np.concatenate(self._loud) if self._loud else np.zeros(0, np.float32)
        high = np.concatenate(self._high) if self._high else np.zeros(0, np.float32)
        return Heard(self.frames / self.rate, loud, high, tuple(self._marks.texts()))

    def _look(self, block: Block) -> None:
        mono = block.mean(axis=1, dtype=np.float32)
        steps = -(-len(mono) // self._step)
        padded = np.pad(mono, (0, steps * self._step - len(mono))).reshape(steps, self._step)
        self._loud.append(np.sqrt(np.mean(padded**2, axis=1)))
        self._high.append(pitches(mono, self.rate))
