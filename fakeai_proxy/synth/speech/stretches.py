"""Where somebody speaks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .hearing import STEP, Loudness

FAINT = 40.0
"""Loudness of what nobody hears."""
SHARE = 0.12
"""Of the usual loudness of the loud parts: what is below is no speech."""
PAUSE = 0.25
"""Seconds of silence that end a stretch, unless told otherwise."""
SHORTEST = 0.06
"""Seconds: what is shorter is a click."""


class Stretch(NamedTuple):
    start: float
    """Seconds from the beginning."""
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


def stretches(loudness: Loudness, pause: float = PAUSE, share: float = SHARE) -> list[Stretch]:
    """The parts of a recording that are louder than its silence, in their order; none in silence alone."""
    if not len(loudness):
        return []
    floor = max(FAINT, share * float(np.percentile(loudness, 90)), 2 * float(np.percentile(loudness, 3)))
    if float(loudness.max()) < floor:  # as loud everywhere as it ever is: all of it, unless it is silence
        floor = FAINT
    loud = np.flatnonzero(loudness >= floor)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > round(pause / STEP)) + 1
    found = (Stretch(part[0] * STEP, (part[-1] + 1) * STEP) for part in np.split(loud, breaks))
    rounded = [Stretch(round(float(one.start), 2), round(float(one.end), 2)) for one in found]
    return [one for one in rounded if one.seconds >= SHORTEST]
