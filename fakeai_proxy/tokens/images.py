"""How many tokens an image costs: by the model, its size and the detail asked for (media.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from math import ceil, floor, sqrt
from typing import Literal, Protocol

from .rules import rules

Detail = Literal["auto", "low", "high", "original"]
"""`auto` is high."""


class Rule(Protocol):
    def __call__(self, width: int, height: int, detail: Detail) -> int:
        """Tokens of an image of so many pixels."""
        ...


@dataclass(frozen=True, slots=True)
class Tiles:
    """A look at the whole, and one at each square of it."""

    base: int
    tile: int
    side: int = 512
    fit: int = 2048
    shortest: int = 768

    def __call__(self, width: int, height: int, detail: Detail) -> int:
        if detail == "low" and self.base:
            return self.base
        width, height = fitted(width, height, self.fit)
        width, height = scaled(width, height, self.shortest / min(width, height))
        return self.base + self.tile * ceil(width / self.side) * ceil(height / self.side)


@dataclass(frozen=True, slots=True)
class Patches:
    """Squares side by side."""

    factor: float = 1.0
    side: int = 32
    most: int = 1536
    small: int = 512
    longest: int = 0
    """0: of any length."""
    most_original: int = 0
    """0: in original detail it is seen as in high detail."""
    longest_original: int = 0

    def __call__(self, width: int, height: int, detail: Detail) -> int:
        original = detail == "original" and self.most_original
        longest = self.longest_original if original else self.small if detail == "low" else self.longest
        if longest:
            width, height = fitted(width, height, longest)
        return round(self._patches(width, height, original or self.most) * self.factor)

    def _patches(self, width: int, height: int, most: int) -> int:
        columns, rows = width / self.side, height / self.side
        if ceil(columns) * ceil(rows) <= most:
            return ceil(columns) * ceil(rows)
        shrunk = sqrt(most / (columns * rows))
        columns, rows = columns * shrunk, rows * shrunk
        whole = min(floor(columns) / columns, floor(rows) / rows) if min(columns, rows) >= 1 else 1
        return min(ceil(round(columns * whole, 6)) * ceil(round(rows * whole, 6)), most)


@dataclass(frozen=True, slots=True)
class Area:
    """By its pixels."""

    pixels: int
    fit: int

    def __call__(self, width: int, height: int, detail: Detail) -> int:
        width, height = fitted(width, height, self.fit)
        return ceil(width * height / self.pixels)


@dataclass(frozen=True, slots=True)
class Fixed:
    tokens: int

    def __call__(self, width: int, height: int, detail: Detail) -> int:
        return self.tokens


KINDS = {"tiles": Tiles, "patches": Patches, "area": Area, "fixed": Fixed}


def image_tokens(model: str, width: int, height: int, detail: Detail = "auto") -> int:
    """Tokens that an image of `width` x `height` pixels costs the model of that id."""
    return rule_of(model.lower())(max(width, 1), max(height, 1), detail)


@lru_cache(maxsize=1024)
def rule_of(model: str) -> Rule:
    row = next(one for one in rules()["images"] if any(fnmatchcase(model, name) for name in one["models"]))
    rule: Rule = KINDS[row["kind"]](**{key: row[key] for key in row if key not in ("models", "kind")})
    return rule


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """Scaled down to sides of at most `longest`."""
    return scaled(width, height, longest / max(width, height))


def scaled(width: int, height: int, factor: float) -> tuple[int, int]:
    """Scaled down, in whole pixels; never up."""
    if factor >= 1:
        return width, height
    return max(round(width * factor), 1), max(round(height * factor), 1)
