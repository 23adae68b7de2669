"""Who speaks: voices told apart by how high they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from .pitch import WINDOW, usual
from .transcript import Segment

APART = 0.15
"""Share of its pitch by which another voice differs."""


def speakers(
    segments: Sequence[Segment], pitches: NDArray[np.float32], known: Mapping[str, float]
) -> list[str]:
    """The name of who speaks in each of `segments`: one of `known` (name to Hz), else `A`, `B`, ... as they
    come. What has no pitch is said by who spoke before."""
    voices = dict(known)
    names = iter(name for name in ascii_uppercase if name not in known)
    found: list[str] = []
    for segment in segments:
        heard = pitches[int(segment.start / WINDOW) : max(int(segment.end / WINDOW), 1)]
        pitch = usual(heard)
        near = sorted((abs(hertz / pitch - 1), name) for name, hertz in voices.items()) if pitch else []
        if near and near[0][0] <= APART:
            found.append(near[0][1])
        elif not pitch and found:
            found.append(found[-1])
        else:
            name = next(names, "Z")
            voices[name] = pitch
            found.append(name)
    return found
