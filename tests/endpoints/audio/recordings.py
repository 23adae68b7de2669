"""Recordings that tests send."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from fakeai_proxy.synth.speech import encode, speak

TEXT = "The quick brown fox jumps over the lazy dog. What about it? Fine."
SPEECH = speak(TEXT, "echo")
WAV = encode(SPEECH, "wav")


def foreign(seconds: float = 5.0, rate: int = 16_000) -> bytes:
    """Two seconds of buzz after each second of silence."""
    time = np.arange(round(seconds * rate)) / rate
    buzz = np.sign(np.sin(2 * np.pi * 120 * time)) * 6000 * (time % 3 >= 1)
    return wav(buzz.astype(np.int16), rate)


def wav(samples: NDArray[np.int16], rate: int) -> bytes:
    out = BytesIO()
    soundfile.write(out, samples, rate, format="WAV")
    return out.getvalue()


def data_url(content: bytes) -> str:
    return "data:audio/wav;base64," + b64encode(content).decode()
