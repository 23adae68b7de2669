"""What a model takes of the memory of its GPUs."""

from __future__ import annotations

from fakeai_proxy.catalog.architecture import Architecture, Precision

from .formats import FORMATS
from .hardware import Gpu

UTILIZATION = 0.9
"""Part of a card that an engine takes: vLLM's gpu_memory_utilization."""
ACTIVATION = 2 * 2**30
"""Bytes on each GPU for activations, CUDA graphs and communication; an assumption, 1.5 to 3 GiB were seen."""
TYPICAL_CONTEXT = 8192


def weight_bytes(architecture: Architecture, precision: Precision) -> float:
    """All weights."""
    stored = FORMATS[precision]
    dense = architecture.dense + architecture.embedding
    return dense * stored.dense_bytes + architecture.experts * stored.expert_bytes


def kv_bytes(architecture: Architecture, precision: Precision) -> float:
    """Keys and values of one token on all layers, as if none had a window."""
    entries = 1 if architecture.mla else 2 * architecture.kv_heads
    return architecture.layers * entries * architecture.head_dim * FORMATS[precision].kv_bytes


def kv_shards(architecture: Architecture, count: int) -> int:
    """Parts into which `count` GPUs divide the KV cache; a latent (MLA) is the same on all of them."""
    return 1 if architecture.mla else min(count, architecture.kv_heads)


def usable_bytes(gpu: Gpu) -> float:
    """Of one GPU, for weights and KV cache."""
    return UTILIZATION * gpu.memory_mib * 2**20 - ACTIVATION


def kv_tokens(architecture: Architecture, precision: Precision, gpu: Gpu, count: int) -> int:
    """Tokens whose keys and values fit beside the weights; negative where not even those do.

    Of `TYPICAL_CONTEXT`, windowed layers keep their window.
    """
    free = usable_bytes(gpu) - weight_bytes(architecture, precision) / count
    dropped = architecture.windowed * max(1 - architecture.window / TYPICAL_CONTEXT, 0)
    kept = kv_bytes(architecture, precision) * (1 - dropped)
    return int(free * kv_shards(architecture, count) // kept)
