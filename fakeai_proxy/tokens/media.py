"""How many tokens sound and video cost (media.toml)."""

from __future__ import annotations

from math import ceil

from .images import Detail
from .rules import rules


def heard_tokens(seconds: float) -> int:
    """Tokens of so much sound in a prompt."""
    return _sound(seconds, "heard_per_second")


def spoken_tokens(seconds: float) -> int:
    """Tokens of so much speech in an answer."""
    return _sound(seconds, "spoken_per_second")


def _sound(seconds: float, rule: str) -> int:
    rate: int = rules()["sound"][rule]
    return ceil(seconds * rate)


def video_tokens(width: int, height: int, frames: int, detail: Detail = "auto") -> int:
    """Tokens of a video of so many pixels and frames."""
    table = rules()["video"]
    row = [one for one in table["frames"] if one["pixels"] <= width * height][-1]
    tokens: int = table["base"] + frames * row["low" if detail == "low" else "high"]
    return tokens
