"""Pictures from pictures."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageOps

MIXED = 0.45
"""Share of what is new, where no mask says where it goes."""
COARSEST = 8
"""Pixels that are one in the last preview; twice as many in the one before."""


def edited(given: Image.Image, painted: Image.Image, mask: Image.Image | None = None) -> Image.Image:
    """`given`, in the size of `painted`, with what is painted where `mask` is transparent.

    Without a mask the transparent parts of `given` are painted; where it has none, the two are mixed.
    """
    below = given.resize(painted.size)
    hole = mask if mask is not None else below if below.mode == "RGBA" else None
    if hole is None or hole.mode != "RGBA":
        return Image.blend(below.convert(painted.mode), painted, MIXED)
    open_ = ImageChops.invert(hole.resize(painted.size, Image.Resampling.NEAREST).getchannel("A"))
    return Image.composite(painted, below.convert(painted.mode), open_)


def varied(given: Image.Image, size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """`given` in `size` with other hues, and perhaps mirrored; what is transparent stays so."""
    image = given.resize(size)
    image = ImageOps.mirror(image) if rng.random() < 0.5 else image
    hue, saturation, value = image.convert("RGB").convert("HSV").split()
    turn = int(rng.integers(24, 232))
    hue = hue.point([(at + turn) % 256 for at in range(256)])
    turned = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    if image.mode == "RGBA":
        turned.putalpha(image.getchannel("A"))
    return turned


def preview(image: Image.Image, index: int, count: int) -> Image.Image:
    """The `index`-th of `count` pictures that are shown before `image` is ready: the earlier, the coarser."""
    coarse = image.reduce(COARSEST << (count - 1 - index))
    return coarse.resize(image.size, Image.Resampling.NEAREST)
