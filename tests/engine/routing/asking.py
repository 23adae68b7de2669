"""Candidates and routers for the tests of this room."""

from __future__ import annotations

from typing import Any

import numpy as np

from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.routing import ROUTERS, Asked, Candidate, Charge, Router


def one(
    worker: int = 0, overlap: int = 0, prefill: int = 0, blocks: int = 0, requests: int = 0, last: int = 0
) -> Candidate:
    return Candidate(worker, overlap, prefill, blocks, requests, last)


def costs(
    policy: str, *candidates: Candidate, tokens: int = 160, seed: int = 0, **settings: Any
) -> list[float]:
    """What `policy` asks of each for a prompt of `tokens`, in blocks of 16."""
    rng = np.random.default_rng(seed)
    return ROUTERS[policy].costs(Asked(tokens, 16), candidates, KVCacheSettings(**settings), rng)


def router(**settings: Any) -> Router:
    return Router(KVCacheSettings(**settings), "a-model")


def send(to: Router, tokens: int = 100, now: float = 0.0, seed: int = 0) -> Charge:
    """A prompt that shares nothing."""
    return to.charge(to.choose([], tokens, np.random.default_rng(seed), now))
