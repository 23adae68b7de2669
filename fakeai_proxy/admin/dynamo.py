"""`/dynamo/metrics/json`: latency phase by phase, throughput, cache and workers, as one document."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Reply

from .asked import Asked, json_page
from .kv_cache import kv_cache, worker
from .measure import share
from .reading import Reading
from .sections import latency, requests, throughput


def dynamo_json(asked: Asked) -> Reply:
    """What the Prometheus families of Dynamo are made of, summed up."""
    reading = Reading.read(asked.simulator)
    return json_page(
        {
            "requests": requests(reading),
            "latency": latency(reading),
            "throughput": {**throughput(reading), **batches(reading)},
            "kv_cache": kv_cache(reading),
            "routing": routing(reading),
            "workers": list(map(worker, reading.workers)),
        }
    )


def batches(reading: Reading) -> dict[str, float]:
    """How full the steps were; efficiency is the share of the tokens that a step may hold."""
    steps = sum(one.counters.steps for one in reading.workers)
    tokens = share(sum(one.counters.step_tokens for one in reading.workers), steps)
    limit = reading.simulator.settings.engine.max_num_batched_tokens
    return {"steps": steps, "tokens_per_step": tokens, "batch_efficiency": tokens / limit}


def routing(reading: Reading) -> dict[str, Any]:
    """Means of the latest decisions."""
    decisions = reading.simulator.services.cluster.decisions()
    costs = [one.costs[one.candidates.index(one.chosen)] for one in decisions]
    known = [cost for cost in costs if cost is not None]
    return {
        "decisions": len(decisions),
        "mean_cost": share(sum(known), len(known)),
        "mean_overlap_blocks": share(sum(one.overlap_blocks for one in decisions), len(decisions)),
        "mean_prompt_blocks": share(sum(one.asked.blocks for one in decisions), len(decisions)),
    }
