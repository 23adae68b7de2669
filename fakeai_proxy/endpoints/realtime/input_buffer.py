"""The sound that a client has sent and that is not part of the conversation yet."""

from __future__ import annotations

from collections import deque

import numpy as np

from fakeai_proxy.core.errors import ApiError

from .sounds import Samples

MOST = 32 * 2**20
"""Samples that are held: 23 minutes."""


class InputBuffer:
    """Places are samples since the session began."""

    def __init__(self) -> None:
        self.start = self.end = 0
        self._pieces: deque[Samples] = deque()

    def append(self, samples: Samples) -> None:
        """Raises ApiError 400 where it would hold more than MOST."""
        if self.end - self.start + len(samples) > MOST:
            raise ApiError(
                400,
                "The input audio buffer is full. Commit or clear it before more is appended.",
                code="input_audio_buffer_full",
            )
        self._pieces.append(samples)
        self.end += len(samples)

    def take(self, start: int, end: int) -> Samples:
        """What lies between two places; it and all before is held no longer."""
        self.drop(start)
        kept: list[Samples] = []
        while self._pieces and self.start < end:
            piece = self._pieces.popleft()
            kept.append(piece[: end - self.start])
            if self.start + len(piece) > end:
                self._pieces.appendleft(piece[end - self.start :])
            self.start += len(kept[-1])
        return np.concatenate(kept) if kept else np.zeros(0, np.int16)

    def look(self, start: int, end: int) -> Samples:
        """The same, and it stays."""
        held = np.concatenate(self._pieces) if self._pieces else np.zeros(0, np.int16)
        return held[max(start - self.start, 0) : max(end - self.start, 0)]

    def drop(self, before: int) -> None:
        """Hold nothing that lies before a place."""
        while self._pieces and self.start + len(self._pieces[0]) <= before:
            self.start += len(self._pieces.popleft())
        if self._pieces and self.start < before:
            self._pieces[0] = self._pieces[0][before - self.start :]
            self.start = before

    def clear(self) -> None:
        """Hold nothing."""
        self._pieces.clear()
        self.start = self.end
