"""The cost of NVIDIA Dynamo's current router (kv-router, selector/default.rs), for blocks in GPU memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


def costs(
    asked: Asked, candidates: Sequence[Candidate], settings: KVCacheSettings, rng: np.random.Generator
) -> list[float]:
    """prefill_load_scale * max(prefill_blocks - credit, 0) + decode_blocks + load_balance_weight * requests.

    prefill_blocks count the whole prompt; credit = overlap_weight * decay * blocks found, where
    decay = 1 / (1 + credit_decay * prefill blocks above the least loaded candidate / blocks of the request).
    With an overlap_weight of 0, caches are left out of account altogether.
    """
    least = min(one.prefill_tokens for one in candidates)
    return [
        settings.prefill_load_scale * max(_prefill(one, asked) - _credit(one, asked, least, settings), 0.0)
        + (one.decode_blocks + asked.blocks - (one.overlap_blocks if settings.overlap_weight else 0))
        + settings.load_balance_weight * one.active_requests
        for one in candidates
    ]


def _prefill(one: Candidate, asked: Asked) -> float:
    return (one.prefill_tokens + asked.prompt_tokens) / asked.block_size


def _credit(one: Candidate, asked: Asked, least: int, settings: KVCacheSettings) -> float:
    excess = (one.prefill_tokens - least) / asked.block_size / max(asked.blocks, 1)
    return settings.overlap_weight * one.overlap_blocks / (1 + settings.credit_decay * excess)
