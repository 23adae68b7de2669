"""The shape of a model of which only the size is known: that of known models as large."""

from __future__ import annotations

import math
from typing import NamedTuple

from .architecture import BYTES, Architecture, Deployment
from .traits import Traits


class Shape(NamedTuple):
    parameters: float
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int


SHAPES = (
    Shape(23e6, 6, 384, 12, 12, 32),
    Shape(110e6, 12, 768, 12, 12, 64),
    Shape(335e6, 24, 1024, 16, 16, 64),
    Shape(1.24e9, 16, 2048, 32, 8, 64),
    Shape(3.21e9, 28, 3072, 24, 8, 128),
    Shape(8.03e9, 32, 4096, 32, 8, 128),
    Shape(14.8e9, 48, 5120, 40, 8, 128),
    Shape(32.8e9, 64, 5120, 40, 8, 128),
    Shape(70.6e9, 80, 8192, 64, 8, 128),
    Shape(123e9, 88, 12288, 96, 8, 128),
    Shape(406e9, 126, 16384, 128, 8, 128),
)
"""MiniLM, BERT base and large, Llama 3.2 1B and 3B, Llama 3.1 8B, Qwen2.5 14B and 32B, Llama 3.1 70B,
Mistral Large 2, Llama 3.1 405B."""
LARGE = 60e9
"""Parameters from which on a model is served in fp8 unless its name says otherwise."""
HOPPER = (("H100-80GB", 80e9, (1, 2, 4, 8)), ("H200-141GB", 141e9, (8,)), ("B200", 180e9, (8,)))
BLACKWELL = (("B200", 180e9, (1, 2, 4, 8)),)
"""GPUs, bytes of memory of each, how many serve a replica. Cards before Blackwell do not multiply in fp4."""
FILLED = 0.7
"""Share of the memory that weights may take: the rest is for keys and values."""


def architecture(traits: Traits) -> Architecture | None:
    """An estimate, marked as one; None where the size is not known."""
    total, active = traits.parameters, traits.active
    if not total or not active:
        return None
    routed = (total - active) / (1 - traits.top_k / traits.experts) if traits.experts > traits.top_k else 0.0
    routed = min(routed, 0.98 * total)
    shape = _nearest(math.sqrt(total * active))
    return Architecture(
        *shape[1:],
        dense=total - routed,
        experts=routed,
        expert_count=traits.experts if routed else 0,
        top_k=traits.top_k if routed else 0,
        moe_layers=shape.layers if routed else 0,
        estimated=True,
    )


def deployment(traits: Traits) -> Deployment | None:
    """The fewest GPUs that hold the weights well; None where the size is not known or none hold them."""
    if not traits.parameters:
        return None
    precision = traits.precision or ("fp8" if traits.parameters > LARGE else "bf16")
    weights = traits.parameters * BYTES[precision]
    fitting = (
        Deployment(gpu, count, precision)
        for gpu, memory, counts in (BLACKWELL if precision == "fp4" else HOPPER)
        for count in counts
        if weights <= FILLED * memory * count
    )
    return next(fitting, None)


def _nearest(parameters: float) -> Shape:
    return min(SHAPES, key=lambda shape: abs(math.log(shape.parameters / parameters)))
