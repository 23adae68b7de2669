"""What is said in sound."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.synth.speech import texts_in

from .sounds import RATE, Samples

WINDOW, OVERLAP = 30 * RATE, 5 * RATE
"""Samples that are listened to at once, and those of them that were heard before."""


def heard(samples: Samples) -> Generator[Wait, None, str]:
    """The words in `samples`, bit by bit; "" where nothing is said."""
    found: list[str] = []
    for window in windows(samples):
        found += [text for text in texts_in(window) if not found or found[-1] != text]
        yield Wait(0)
    return " ".join(found)


def windows(samples: Samples) -> Iterator[Samples]:
    for start in range(0, max(len(samples), 1), WINDOW):
        yield samples[max(start - OVERLAP, 0) : start + WINDOW]
