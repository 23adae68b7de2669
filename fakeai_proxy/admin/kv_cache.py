"""`/kv-cache/metrics`: what the workers keep, how often it is found again, and who was sent where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine.view import WorkerView

from .asked import Asked, json_page
from .measure import share
from .reading import Reading, shown


def kv_cache_metrics(asked: Asked) -> Reply:
    """The cache, and each worker of it."""
    reading = Reading.read(asked.simulator)
    return json_page({**kv_cache(reading), "workers": list(map(worker, reading.workers))})


def kv_cache(reading: Reading) -> dict[str, Any]:
    """Hits since the start, as workers count them; prefixes and endpoints of the window, as `usage` does."""
    settings, cached = reading.simulator.settings.kv_cache, reading.rows["cached_tokens"]
    return {
        "enabled": settings.enabled,
        "block_size": settings.block_size,
        "routing": settings.routing,
        **caches(reading.workers),
        "mean_prefix_tokens": share(float(cached.sum()), int(np.count_nonzero(cached))),
        "hit_rate_by_endpoint": hits_by_endpoint(reading),
    }


def hits_by_endpoint(reading: Reading) -> dict[str, float]:
    """The share of the requests with a prompt that had cached tokens."""
    asked = reading.rows[reading.rows["prompt_tokens"] > 0]
    codes, where = np.unique(asked["endpoint"], return_inverse=True)
    hits = np.bincount(where, asked["cached_tokens"] > 0, len(codes)) / np.bincount(
        where, minlength=len(codes)
    )
    names = reading.simulator.services.telemetry.endpoints.names
    return {names[code]: hit for code, hit in zip(codes.tolist(), hits.tolist(), strict=True)}


def caches(workers: Iterable[WorkerView]) -> dict[str, Any]:
    """Of all `workers` together."""
    workers = tuple(workers)
    looked_up = sum(one.counters.lookups for one in workers)
    found = sum(one.counters.lookup_hits for one in workers)
    queried = sum(one.counters.prefix_queries for one in workers)
    hit = sum(one.counters.prefix_hits for one in workers)
    return {
        "hit_rate": share(found, looked_up),
        "queried_tokens": queried,
        "hit_tokens": hit,
        "token_reuse_rate": share(hit, queried),
        "blocks_used": sum(one.blocks_used for one in workers),
        "blocks_cached": sum(one.blocks_cached for one in workers),
        "blocks_total": sum(one.blocks_total for one in workers),
        "evictions": sum(one.counters.evictions for one in workers),
        "preemptions": sum(one.counters.preemptions for one in workers),
    }


def worker(view: WorkerView) -> dict[str, Any]:
    """One worker; `utilization` is the share of all time that it computed."""
    return {
        "model": shown(view.model),
        "worker": view.index,
        "role": view.role,
        "gpus": view.gpus,
        "running": view.running,
        "waiting": view.waiting,
        "requests": view.counters.requests,
        "prompt_tokens": view.counters.prompt_tokens,
        "generation_tokens": view.counters.generation_tokens,
        "steps": view.counters.steps,
        "tokens_per_step": share(view.counters.step_tokens, view.counters.steps),
        "utilization": share(view.counters.busy, view.now),
        "usage": view.usage,
        **caches((view,)),
    }
