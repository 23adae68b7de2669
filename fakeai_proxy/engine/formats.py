"""Number formats of weights: their size, and how fast a GPU multiplies them."""

from __future__ import annotations

from dataclasses import dataclass

from fakeai_proxy.catalog.architecture import BYTES, Precision
from fakeai_proxy.core.errors import SettingsError

from .hardware import Gpu


@dataclass(frozen=True, slots=True)
class Format:
    """One precision that weights come in."""

    expert_bytes: float
    """Of one parameter of an expert, with its share of the scales."""
    dense_bytes: float
    """Of one other parameter."""
    kv_bytes: int
    """Of one element of the KV cache that is kept beside such weights."""
    decode_yield: float
    """Part of the GPU's rate that is left in decode, after scaling and conversion."""


FORMATS: dict[Precision, Format] = {
    "bf16": Format(BYTES["bf16"], BYTES["bf16"], 2, 1.0),
    "fp8": Format(BYTES["fp8"], BYTES["fp8"], 1, 0.61),
    "fp4": Format(BYTES["fp4"], BYTES["fp4"], 1, 0.42),
    "mxfp4": Format(BYTES["mxfp4"], BYTES["bf16"], 2, 0.42),  # only the experts are quantized
    "int4": Format(BYTES["int4"], BYTES["int4"], 2, 0.42),
}


def lacking(precision: Precision, gpu: Gpu) -> bool:
    """Whether `gpu` has no tensor cores for it. mxfp4 and int4 run anywhere, converted to bf16 on the way."""
    return (precision == "fp8" and gpu.fp8_tflops is None) or (precision == "fp4" and gpu.fp4_tflops is None)


def check_precision(precision: Precision, gpu: Gpu) -> None:
    """Raises SettingsError if `gpu` cannot multiply in it."""
    if lacking(precision, gpu):
        valid = [name for name in FORMATS if not lacking(name, gpu)]
        raise SettingsError(f"{precision} is not among the formats of {gpu.name}: {', '.join(valid)}")


def decode_rate(precision: Precision, gpu: Gpu) -> float:
    """Operations per second at which `gpu` multiplies small batches with such weights, at its best."""
    if precision == "mxfp4" and gpu.fp4_tflops:
        return gpu.fp4_tflops * 1e12
    return prefill_rate(precision, gpu)


def prefill_rate(precision: Precision, gpu: Gpu) -> float:
    """The same for long prompts, where converted weights run as bf16 on every card."""
    own = {"fp8": gpu.fp8_tflops, "fp4": gpu.fp4_tflops}.get(precision)
    return (own or gpu.bf16_tflops) * 1e12
