"""Colours that go together, and those that a prompt names."""

from __future__ import annotations

import re

import numpy as np
from PIL import ImageColor

Colour = tuple[int, int, int]
APART = 40
"""Degrees of hue between two neighbours."""
MUTED, VIVID = 45, 80
"""Percent of saturation."""


def palette(prompt: str, count: int, rng: np.random.Generator, vivid: bool = True) -> list[Colour]:
    """`count` colours from dark to light: those named in `prompt` (by CSS), and neighbours of a hue."""
    hue, saturation = int(rng.integers(360)), VIVID if vivid else MUTED
    hues = [(hue + APART * at) % 360 for at in range(count)]
    made = [rgb(f"hsl({one},{saturation}%,{lightness(at, count)}%)") for at, one in enumerate(hues)]
    named = [rgb(word) for word in re.findall(r"[a-z]+", prompt.lower()) if word in ImageColor.colormap]
    mixed = [*dict.fromkeys(named)][: count - 1]
    places = rng.permutation(count)[: len(mixed)]
    for place, colour in zip(places, mixed, strict=True):
        made[place] = colour
    return made


def lightness(at: int, count: int) -> int:
    """Percent."""
    return 25 + round(50 * at / max(count - 1, 1))


def rgb(name: str) -> Colour:
    """The colour that CSS calls so."""
    red, green, blue, *_ = ImageColor.getrgb(name)
    return red, green, blue
