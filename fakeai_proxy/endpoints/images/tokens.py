"""Tokens of pictures: those a model writes, and those it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from .sizes import Size

CELLS: Mapping[str, int] = {"low": 16, "medium": 32, "high": 64}
"""Cells along the shorter edge."""
AXIS: Mapping[str, int] = {"low": 16, "medium": 48, "high": 96, "xhigh": 128, "max": 160}
"""The same of gpt-image-2 and its successors; those of xhigh and max are not public, so they are a guess."""
OFFSET, SCALE = 2_000_000, 4_000_000
"""Pixels: the share of a grid of cells that is charged grows with the area."""
BLOCK = 32
"""Pixels: DALL-E has no tokens; its work is counted as if each block of so many pixels were one."""
FRAME = 6
"""Tokens around a prompt, as measured by users."""
BASE, TILE, EDGE = 65, 129, 512
"""Tokens of a picture that is read, and of each tile of it; pixels of a tile and of its shorter edge."""
FAITHFUL, FAITHFUL_LONG = 4_160, 6_240
"""Further tokens with high fidelity, of square pictures and of others."""


def by_cells(size: Size, quality: str) -> int:
    """Of gpt-image-1 and 1.5: one a cell, and one a row. 1024x1024: 272, 1056 or 4160.

    https://platform.openai.com/docs/guides/image-generation#cost-and-latency
    """
    cells = CELLS[quality]
    rows, columns = (round(cells * edge / min(size)) for edge in (size.height, size.width))
    return rows * columns + rows


def by_area(size: Size, quality: str) -> int:
    """Of gpt-image-2: by OpenAI's price calculator, as it was read by users. 1024x1024: 196, 1756 or 7024."""
    long = AXIS[quality]
    short = (2 * long * min(size) + max(size)) // (2 * max(size))
    return ceil(long * short * (OFFSET + size.width * size.height) / SCALE)


def by_pixels(size: Size, quality: str) -> int:
    """Of models that are not charged by tokens: as many as take the time that a picture takes, roughly."""
    work = max(1, size.width * size.height // BLOCK**2)
    return 2 * work if quality in ("hd", "high") else work


def read(sizes: Sequence[Size], faithful: bool) -> int:
    """Input tokens of pictures that are edited.

    https://platform.openai.com/docs/guides/images-vision#calculating-costs
    """
    return sum(_read(size, faithful) for size in sizes)


def _read(size: Size, faithful: bool) -> int:
    scale = min(1.0, EDGE / min(size))
    tiles = ceil(size.width * scale / EDGE) * ceil(size.height * scale / EDGE)
    more = (FAITHFUL if size.width == size.height else FAITHFUL_LONG) if faithful else 0
    return BASE + TILE * tiles + more
