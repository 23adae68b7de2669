"""The sounds of speech: where their resonances lie, how much of them is voice and how much noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Sound(NamedTuple):
    """One sound of speech."""

    seconds: float
    """At speed 1."""
    formants: tuple[float, ...] = ()
    """Hz: resonances of its voice; none: it has no voice."""
    voice: float = 0.0
    noise: float = 0.0
    """Loudness of both; a vowel's voice is 1."""
    band: tuple[float, float] = (0.0, 0.0)
    """Hz: where its noise lies."""


SILENCE = "_"
VOWEL, SONORANT, HISS, CLOSURE, BURST = 0.145, 0.065, 0.08, 0.04, 0.025
"""Seconds at speed 1."""

SOUNDS: Mapping[str, Sound] = {
    SILENCE: Sound(CLOSURE),
    # Vowels: average resonances of American English (Peterson and Barney 1952, rounded).
    "a": Sound(VOWEL, (730, 1090, 2440, 3400), 1.0),
    "ae": Sound(VOWEL, (660, 1720, 2410, 3400), 1.0),
    "e": Sound(VOWEL, (530, 1840, 2480, 3500), 0.95),
    "i": Sound(VOWEL, (390, 1990, 2550, 3500), 0.85),
    "ee": Sound(VOWEL, (270, 2290, 3010, 3700), 0.8),
    "o": Sound(VOWEL, (570, 840, 2410, 3300), 0.95),
    "oo": Sound(VOWEL, (300, 870, 2240, 3300), 0.8),
    "u": Sound(VOWEL, (640, 1190, 2390, 3400), 0.95),
    "er": Sound(VOWEL, (490, 1350, 1690, 3200), 0.85),
    "y": Sound(SONORANT, (280, 2200, 2900, 3600), 0.5),
    "w": Sound(SONORANT, (300, 700, 2200, 3200), 0.5),
    "r": Sound(SONORANT, (350, 1100, 1500, 3000), 0.5),
    "l": Sound(SONORANT, (360, 1000, 2700, 3300), 0.5),
    "m": Sound(SONORANT, (250, 1000, 2200, 3000), 0.4),
    "n": Sound(SONORANT, (250, 1500, 2500, 3200), 0.4),
    "v": Sound(HISS, (250, 1100, 2300, 3200), 0.25, 0.06, (1500, 7500)),
    "z": Sound(HISS, (250, 1600, 2500, 3300), 0.25, 0.12, (4000, 9000)),
    "b": Sound(BURST, (250, 800, 2200, 3200), 0.35, 0.08, (300, 2000)),
    "d": Sound(BURST, (250, 1700, 2600, 3300), 0.35, 0.1, (2500, 5500)),
    "g": Sound(BURST, (250, 2000, 2500, 3300), 0.35, 0.1, (1500, 3500)),
    "p": Sound(BURST, noise=0.2, band=(300, 2500)),
    "t": Sound(BURST, noise=0.3, band=(3000, 8000)),
    "k": Sound(BURST, noise=0.28, band=(1500, 4000)),
    "f": Sound(HISS, noise=0.12, band=(1500, 9000)),
    "s": Sound(HISS, noise=0.28, band=(4500, 9500)),
    "sh": Sound(HISS, noise=0.28, band=(2000, 6500)),
    "th": Sound(HISS, noise=0.08, band=(2500, 9000)),
    "h": Sound(HISS, noise=0.1, band=(500, 4500)),
}
VOWELS = tuple(name for name, sound in SOUNDS.items() if sound.seconds == VOWEL)
CONSONANTS = tuple(name for name in SOUNDS if name not in VOWELS and name != SILENCE)
STOPS = frozenset("bdgptk")
"""They begin with a moment of silence."""
