"""Cost of a request on a worker, in blocks: what is left to prefill, what is in memory, who else is there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings

from .candidate import Asked, Candidate


def costs(
    asked: Asked, candidates: Sequence[Candidate], settings: KVCacheSettings, rng: np.random.Generator
) -> list[float]:
    """overlap_weight * prefill_blocks + decode_blocks + load_balance_weight * active_requests.

    Both kinds of blocks are those of the worker with this request: the tokens to prefill less those found,
    in blocks; and the blocks that its requests brought, of this one those not found. With an overlap_weight
    of 0, caches are left out of account altogether.
    """
    tokens, size, blocks = asked.prompt_tokens, asked.block_size, asked.blocks
    overlap_weight, request_weight = settings.overlap_weight, settings.load_balance_weight
    return [
        overlap_weight * ((one.prefill_tokens + tokens) / size - one.overlap_blocks)
        + (one.decode_blocks + blocks - (one.overlap_blocks if overlap_weight else 0))
        + request_weight * one.active_requests
        for one in candidates
    ]
