"""A picture from a prompt: a backdrop, a motif before it, and the words of the prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .lettering import letter
from .palette import Colour, palette

COLOURS = 6
LAYERS, STEPS = 4, 48
"""Hills behind each other, and corners of a crest."""
DISCS = 28
TILES = 7
"""Along the longer side."""


def paint(
    prompt: str,
    size: tuple[int, int],
    rng: np.random.Generator,
    *,
    transparent: bool = False,
    vivid: bool = True,
) -> Image.Image:
    """A picture of `size` (width, height) in pixels: the same for the same prompt and state of `rng`.

    transparent: there is no backdrop, and the picture is RGBA; else it is RGB.
    """
    colours = palette(prompt, COLOURS, rng, vivid)
    image = Image.new("RGBA", size) if transparent else backdrop(size, colours, rng)
    MOTIFS[int(rng.integers(len(MOTIFS)))](ImageDraw.Draw(image), size, colours, rng)
    letter(image, prompt)
    return image


def backdrop(size: tuple[int, int], colours: Sequence[Colour], rng: np.random.Generator) -> Image.Image:
    """A wavy gradient. Each pixel is one of 256 steps between colours, which is 10 times as fast as RGB."""
    across, down = (wave(length, rng) for length in size)
    steps = across[None, :] + down[:, None]
    image = Image.fromarray(steps.astype(np.uint8))
    stops = np.linspace(0, 255, 3)
    ramp = [np.interp(np.arange(256), stops, channel) for channel in zip(*colours[-3:], strict=True)]
    image.putpalette(np.stack(ramp, axis=1).astype(np.uint8).tobytes())
    return image.convert("RGB")


def wave(length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """`length` numbers from 0 to 127: a slope with a ripple."""
    along = np.linspace(0, 1, length, dtype=np.float32)
    slope = along if rng.random() < 0.5 else 1 - along
    ripple = np.sin(2 * np.pi * (rng.uniform(1, 3) * along + rng.random()), dtype=np.float32)
    return np.asarray(127 * (0.7 * slope + 0.15 * (1 + ripple)), np.float32)


def hills(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], colours: Sequence[Colour], rng: np.random.Generator
) -> None:
    """A sun over hills."""
    width, height = size
    radius = min(size) * rng.uniform(0.08, 0.16)
    disc(draw, width * rng.uniform(0.2, 0.8), height * rng.uniform(0.15, 0.4), radius, colours[-1])
    along = np.linspace(0, 1, STEPS)
    for layer in range(LAYERS):
        base, swing = 0.45 + 0.14 * layer, rng.uniform(0.03, 0.09)
        crest = base + swing * np.sin(2 * np.pi * (rng.uniform(0.7, 2.5) * along + rng.random()))
        points = [(float(x), float(y)) for x, y in zip(along * width, crest * height, strict=True)]
        draw.polygon([*points, (width, height), (0, height)], fill=colours[LAYERS - 1 - layer])


def discs(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], colours: Sequence[Colour], rng: np.random.Generator
) -> None:
    """Discs, the large ones behind."""
    radii = np.sort(min(size) * rng.uniform(0.02, 0.2, DISCS))[::-1]
    for radius, (x, y) in zip(radii, rng.random((DISCS, 2)), strict=True):
        disc(draw, x * size[0], y * size[1], radius, colours[int(rng.integers(COLOURS))])


def tiles(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], colours: Sequence[Colour], rng: np.random.Generator
) -> None:
    """A mosaic of triangles with gaps."""
    edge = max(size) / TILES
    for left, top in np.ndindex(*(int(np.ceil(length / edge)) for length in size)):
        x, y = left * edge, top * edge
        corners = [(x, y), (x + edge, y), (x + edge, y + edge), (x, y + edge)]
        del corners[int(rng.integers(4))]
        if rng.random() < 0.8:
            draw.polygon(corners, fill=colours[int(rng.integers(COLOURS))])


def disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


Motif = Callable[[ImageDraw.ImageDraw, tuple[int, int], Sequence[Colour], np.random.Generator], None]
MOTIFS: tuple[Motif, ...] = (hills, discs, tiles)
