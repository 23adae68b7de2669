"""The figures of a simulation, as numbers for JSON: None where there is no such number."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .price_of import ModelPricing
from .simulation import Outcome, Requests
from .spread import Spread

QUANTILES = (0.5, 0.9, 0.95, 0.99)

Figures = dict[str, Any]


def summary(outcome: Outcome) -> Figures:
    """Latencies in milliseconds with their quantiles, throughput, cache, energy, and each worker's part."""
    requests = outcome.requests
    prompt, cached = int(requests["prompt_tokens"].sum()), int(requests["cached_tokens"].sum())
    written = int(requests["output_tokens"].sum())
    return {
        "deployment": deployment(outcome.pricing),
        "requests": len(requests),
        "refused": outcome.refused,
        "seconds": outcome.seconds,
        **latencies(requests, outcome.itl),
        "requests_per_second": _per(len(requests), outcome.seconds),
        "output_tokens_per_second": _per(written, outcome.seconds),
        "total_tokens_per_second": _per(prompt + written, outcome.seconds),
        "prompt_tokens": prompt,
        "cached_tokens": cached,
        "cached_share": _per(cached, prompt),
        "output_tokens": written,
        "preemptions": sum(view.counters.preemptions for view in outcome.workers),
        **_energy(outcome, written),
        "balance": balance(outcome),
        "workers": workers(outcome),
        "digest": outcome.digest(),
    }


def latencies(requests: Requests, itl: Spread) -> Figures:
    """Milliseconds. ttft: arrival to first token; itl: between two tokens; tpot: mean itl of a request;
    e2e: arrival to last token; queue: arrival to first batch.
    """
    first, last, output = requests["first_token"], requests["last_token"], requests["output_tokens"]
    several = output > 1
    return {
        "ttft_ms": spread(first - requests["arrival"]),
        "itl_ms": _of(itl.mean, itl.most, [itl.quantile(share) for share in QUANTILES]),
        "tpot_ms": spread((last - first)[several] / (output[several] - 1)),
        "e2e_ms": spread(last - requests["arrival"]),
        "queue_ms": spread(requests["scheduled"] - requests["arrival"]),
    }


def spread(seconds: NDArray[np.float64]) -> Figures:
    """Mean, quantiles and greatest, in milliseconds."""
    if not len(seconds):
        return _of(np.nan, np.nan, [np.nan] * len(QUANTILES))
    return _of(float(seconds.mean()), float(seconds.max()), np.quantile(seconds, QUANTILES).tolist())


def deployment(pricing: ModelPricing) -> Figures:
    """What a worker is, and where the times of its steps come from."""
    served = pricing.deployment
    return {
        "gpu": served.gpu if served else None,
        "gpus": pricing.gpus if served else None,
        "precision": served.precision if served else None,
        "engine": served.engine if served else None,
        "kv_tokens": pricing.kv_tokens,
        "pricing": pricing.kind,
        "source": pricing.source,
    }


def balance(outcome: Outcome) -> float | None:
    """Most requests of a worker that ends them, beside the mean: 1 is even."""
    finished = [view.counters.finished for view in outcome.workers if view.role != "prefill"]
    return _per(max(finished), sum(finished) / len(finished))


def workers(outcome: Outcome) -> list[Figures]:
    """What each did."""
    return [
        {
            "worker": view.index,
            "role": view.role,
            "requests": view.counters.requests,
            "finished": view.counters.finished,
            "steps": view.counters.steps,
            "busy_share": _per(view.counters.busy, view.now),
            "prefilled_tokens": view.counters.prefilled_tokens,
            "cached_share": _per(view.counters.prefix_hits, view.counters.prefix_queries),
            "output_tokens": view.counters.generation_tokens,
            "tokens_per_step": _per(view.counters.step_tokens, view.counters.steps),
            "preemptions": view.counters.preemptions,
            "evictions": view.counters.evictions,
        }
        for view in outcome.workers
    ]


def _energy(outcome: Outcome, written: int) -> Figures:
    joules, until = outcome.joules, max((view.now for view in outcome.workers), default=0.0)
    if joules is None:
        return {"energy_joules": None, "joules_per_1000_tokens": None, "watts_per_gpu": None}
    gpus = outcome.pricing.gpus * len(outcome.workers)
    return {
        "energy_joules": joules,
        "joules_per_1000_tokens": _per(1000 * joules, written),
        "watts_per_gpu": _per(joules / gpus, until),
    }


def _of(mean: float, most: float, quantiles: list[float]) -> Figures:
    names = ("mean", *(f"p{share * 100:g}" for share in QUANTILES), "max")
    values = (mean, *quantiles, most)
    return {name: value * 1e3 if isfinite(value) else None for name, value in zip(names, values, strict=True)}


def _per(amount: float, of: float) -> float | None:
    return amount / of if of else None
