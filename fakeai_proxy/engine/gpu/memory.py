"""How much of the framebuffer is in use: it does not follow requests, engines reserve it when they start.

Engines that share a card are set so that all of them find room, else the second one would not start: their
shares of the memory (vLLM's gpu_memory_utilization) come to what one alone would take. So a card with several
engines is no fuller than with the largest of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.engine.hardware import Gpu

from .tenant import Tenant

RESERVED_SHARE = 0.9
"""Of the card, for weights, activations and the pool of keys and values together: vLLM's default."""
CONTEXT_MIB, GRAPHS_MIB, NCCL_MIB = 600, 900, 600
"""Beside that: a process's CUDA context, its graphs, its buffers where it spans several cards. Those of any
further process come out of the share above."""


def used_mib(
    card: Gpu, gpus: int, tenants: Iterable[Tenant], now: float, background: bool
) -> NDArray[np.int64]:
    """MiB in use on each of `gpus` cards."""
    own = np.full(gpus, CONTEXT_MIB if background else 0)
    for tenant in tenants:
        if tenant.since <= now < tenant.until:
            beside = CONTEXT_MIB + GRAPHS_MIB + (NCCL_MIB if len(tenant.cards) > 1 else 0)
            own[tenant.cards] = np.maximum(own[tenant.cards], beside)
    pool = np.where(own > 0, int(RESERVED_SHARE * card.memory_mib), 0)
    used: NDArray[np.int64] = np.minimum(pool + own, card.memory_mib - (card.reserved_mib or 0))
    return used
