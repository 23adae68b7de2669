"""What stands around the messages of a conversation: tokens that no text has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids of the special tokens of an encoding. Where they are not known, any above its last would do."""

    start: int
    """`<|im_start|>`, or `<|start|>` of Harmony: a role follows."""
    separator: int
    """`<|im_sep|>`, or `<|message|>`: a text follows."""
    end: int
    """`<|im_end|>`, or `<|end|>`."""


FRAMES: Mapping[str, Frame] = {
    "o200k_base": Frame(200_264, 200_266, 200_265),
    "o200k_harmony": Frame(200_006, 200_008, 200_007),
    "cl100k_base": Frame(100_264, 100_266, 100_265),
}
"""By encoding."""
