"""Sizes of pictures, as a model takes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.wording import listed, short

TALL = re.compile(r"\b(?:portrait|poster|tall|vertical|full[- ]body|book cover)\b", re.IGNORECASE)
WIDE = re.compile(r"\b(?:landscape|panorama|wide|horizontal|banner|skyline)\b", re.IGNORECASE)


class Size(NamedTuple):
    """Pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


class Bounds(NamedTuple):
    """Which sizes there are, where all are that keep to some rules."""

    step: int
    """Both edges are multiples of it."""
    longest: int
    """Pixels of an edge."""
    ratio: int
    """At most so many times as long as the other."""
    least: int
    """Pixels in all."""
    most: int


def size_of(asked: str | None, sizes: Sequence[str], bounds: Bounds | None, auto: Size | None) -> Size:
    """The size `asked` for; None: the first of `sizes`. `auto` is what the model would choose, if it does.

    Raises ApiError 400 where it is none of `sizes` and not within `bounds`.
    """
    if auto is not None and asked in (None, "auto"):
        return auto
    asked = sizes[0] if asked is None else asked
    if asked in sizes or (bounds is not None and re.fullmatch(r"\d{1,5}x\d{1,5}", asked, re.ASCII)):
        size = Size(*map(int, asked.split("x")))
        if asked not in sizes and bounds is not None and (why := broken(size, bounds)):
            raise ApiError(400, f"Invalid size '{asked}'. {why}", param="size", code="invalid_value")
        return size
    names = listed([f"'{one}'" for one in (*sizes, *("auto",) * (auto is not None))])
    other = ", or WIDTHxHEIGHT" if bounds else ""
    message = f"Invalid value: '{short(asked)}'. Supported values are: {names}{other}."
    raise ApiError(400, message, param="size", code="invalid_value")


def broken(size: Size, bounds: Bounds) -> str:
    """The rule that `size` breaks, in words; "" where it keeps to all."""
    short_edge, long_edge = sorted(size)
    if short_edge % bounds.step or long_edge % bounds.step:
        return f"Width and height must both be divisible by {bounds.step}."
    if long_edge > bounds.longest:
        return f"The longest edge must be at most {bounds.longest} pixels."
    if long_edge > bounds.ratio * short_edge:
        return f"The aspect ratio must be between 1:{bounds.ratio} and {bounds.ratio}:1."
    if not bounds.least <= size.width * size.height <= bounds.most:
        return f"The image must have between {bounds.least} and {bounds.most} pixels."
    return ""


def fitting(prompt: str, like: Size | None) -> Size:
    """What a model chooses: the format of the picture it edits, or the one that the prompt speaks of."""
    if like is not None:
        wide, tall = like.width > 1.2 * like.height, like.height > 1.2 * like.width
    else:
        wide, tall = bool(WIDE.search(prompt)), bool(TALL.search(prompt))
    return Size(1024, 1024) if wide == tall else Size(1536, 1024) if wide else Size(1024, 1536)
