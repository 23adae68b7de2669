"""AAC in ADTS, by FFmpeg."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from .extra import pyav
from .speaking import Pcm
from .waves import RATE

BITRATE = 96_000
"""Bits a second."""


class Aac:
    """An `Encoder`. Raises MissingExtra where it cannot be made."""

    def __init__(self, comment: str) -> None:
        self._av = pyav("The audio format 'aac'")
        self._out, self._taken, self._samples = BytesIO(), 0, 0
        self._file = self._av.open(self._out, "w", format="adts", options={"write_id3v2": "1"})
        self._file.metadata["comment"] = comment
        self._stream = self._file.add_stream("aac", rate=RATE, layout="mono")
        self._stream.bit_rate = BITRATE

    def feed(self, samples: Pcm) -> bytes:
        if not len(samples):
            return b""
        planes = samples[None].astype(np.float32) / np.float32(32_768)
        frame = self._av.AudioFrame.from_ndarray(planes, format="fltp", layout="mono")
        frame.rate, frame.pts = RATE, self._samples
        self._samples += len(samples)
        self._file.mux(self._stream.encode(frame))
        return self._made()

    def finish(self) -> bytes:
        self._file.mux(self._stream.encode(None))
        self._file.close()
        return self._made()

    def _made(self) -> bytes:
        made = self._out.getvalue()[self._taken :]
        self._taken += len(made)
        return made
