"""An answer that is spoken: its words and its sound, in the order in which the model writes them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.synth.speech import spoken

from .sounds import RATE, Samples, written

TOKEN = RATE // 20
"""Samples of one token of sound: 50 ms."""
TOGETHER = 4
"""Tokens of sound in one event."""


class Bit(NamedTuple):
    """Some words or some sound."""

    words: str
    samples: Samples
    content: bytes
    """The sound as it is sent."""
    tokens: int


def voiced(text: str, voice: str, speed: float) -> Generator[Wait, None, Samples]:
    """`text` as sound, bit by bit."""
    pieces: list[Samples] = []
    if text.strip():
        for piece in spoken(text, voice, speed):
            pieces.append(piece)
            yield Wait(0)
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)


def tokens_of(samples: Samples) -> int:
    return -(-len(samples) // TOKEN)


def bits(pieces: Sequence[str], samples: Samples, kind: str) -> Iterator[Bit]:
    """`pieces`, each one token, and behind it the share of `samples` that its letters have."""
    content = written(samples, kind)
    scale = len(content) / max(len(samples), 1)
    total, letters = tokens_of(samples), max(sum(map(len, pieces)), 1)
    done = read = 0
    for at, piece in enumerate(pieces, 1):
        yield Bit(piece, samples[:0], b"", 1)
        read += len(piece)
        until = total if at == len(pieces) else total * read // letters
        while until - done >= TOGETHER or (at == len(pieces) and done < until):
            count = min(TOGETHER, until - done)
            start, end = done * TOKEN, min((done + count) * TOKEN, len(samples))
            sound = content[round(start * scale) : round(end * scale)]
            yield Bit("", samples[start:end], sound, count)
            done += count
