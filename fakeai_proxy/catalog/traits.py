"""What a model's name says of it: size, experts, precision, what it sees and hears."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .architecture import Precision
from .model import Modality

MIXTURE = re.compile(r"(?<![a-z0-9])(\d+)x(\d+(?:\.\d+)?)b(?![a-z0-9])")
"""8x7b: experts, and billions of parameters of a model with one of them."""
SIZE = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)([bm])(?![a-z0-9])")
ACTIVE = re.compile(r"(?<![a-z0-9])a(\d+(?:\.\d+)?)b(?![a-z0-9])")
"""235b-a22b: what one token passes."""
UNITS: Mapping[str, float] = {"b": 1e9, "m": 1e6}
SHARED = 0.18
"""Share of E x size that a mixture has less, since the experts have attention in common: Mixtral 8x7B has
46.7 billion parameters, 8x22B has 141."""
CHOSEN = 2
"""Experts that a token passes in a model whose name has this form."""

PRECISIONS: tuple[tuple[re.Pattern[str], Precision], ...] = (
    (re.compile(r"mxfp4"), "mxfp4"),
    (re.compile(r"(nv)?fp4"), "fp4"),
    (re.compile(r"fp8|w8a8|int8|8bit"), "fp8"),
    (re.compile(r"int4|4bit|w4a16|awq|gptq|q4"), "int4"),
    (re.compile(r"bf16|fp16"), "bf16"),
)
"""The first that occurs. Weights of eight bits take as much memory and time as fp8."""
SENSES: tuple[tuple[re.Pattern[str], tuple[Modality, ...]], ...] = (
    (re.compile(r"vision|vl|vlm|llava|pixtral|multimodal"), ("image",)),
    (re.compile(r"omni"), ("image", "audio")),
    (re.compile(r"audio|voice"), ("audio",)),
    (re.compile(r"video"), ("image", "video")),
)
REASONING = re.compile(r"thinking|reasoning|reasoner")
WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """None, zero or empty where the name does not say it."""

    parameters: float | None = None
    active: float | None = None
    experts: int = 0
    top_k: int = 0
    precision: Precision | None = None
    senses: tuple[Modality, ...] = ()
    """What it takes besides text."""
    reasoning: bool = False


def traits(name: str) -> Traits:
    """What `name` says, in any case of letters; its part after the last slash decides."""
    name = name.lower().rpartition("/")[2]
    words = WORD.split(name)
    sizes = _mixture(name) or _size(name)
    return Traits(
        *sizes,
        precision=next((kind for pattern, kind in PRECISIONS if any(map(pattern.fullmatch, words))), None),
        senses=tuple(dict.fromkeys(sense for word in words for sense in _senses(word))),
        reasoning=any(map(REASONING.fullmatch, words)),
    )


def _mixture(name: str) -> tuple[float, float, int, int] | None:
    """Parameters in all, those a token passes, experts, experts a token passes."""
    if not (found := MIXTURE.search(name)) or not (count := int(found[1])):
        return None
    whole = float(found[2]) * 1e9
    total = whole if count == 1 else count * whole * (1 - SHARED)
    expert = (total - whole) / (count - 1) if count > 1 else 0.0
    chosen = min(CHOSEN, count)
    return total, whole + expert * (chosen - 1), count, chosen


def _size(name: str) -> tuple[float | None, float | None, int, int]:
    if not (found := SIZE.search(name)) or not (parameters := float(found[1]) * UNITS[found[2]]):
        return None, None, 0, 0
    if (some := ACTIVE.search(name)) and 0 < (active := float(some[1]) * 1e9) < parameters:
        return parameters, active, 128, 8
    return parameters, parameters, 0, 0


def _senses(word: str) -> tuple[Modality, ...]:
    return next((senses for pattern, senses in SENSES if pattern.fullmatch(word)), ())
