"""`vllm:*`, as vLLM's own server has them (vllm/v1/metrics/loggers.py): what the cluster served.

An engine is a worker of the model's deployment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from prometheus_client import Metric

from fakeai_proxy.engine.view import ITERATION_BUCKETS, WorkerView
from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.columns import FINISHES, OUTCOMES
from fakeai_proxy.telemetry.histogram import Spread
from fakeai_proxy.telemetry.keys import Group, Served
from fakeai_proxy.telemetry.snapshot import Snapshot

from .build import Bounded, Labels, counter, gauge, grouped, histogram, summed, within

ENGINE: Labels = ("model_name", "engine")
LONGEST = 5_000_000
"""Tokens that a model takes whose context is not known."""

GAUGES: tuple[tuple[str, str, Callable[[WorkerView], float]], ...] = (
    ("num_requests_running", "Number of requests in model execution batches.", lambda view: view.running),
    ("num_requests_waiting", "Number of requests waiting to be processed.", lambda view: view.waiting),
)
COUNTERS: tuple[tuple[str, str, Callable[[WorkerView], float]], ...] = (
    (
        "prefix_cache_queries_total",
        "Prefix cache queries, in terms of number of queried tokens.",
        lambda view: view.counters.prefix_queries,
    ),
    (
        "prefix_cache_hits_total",
        "Prefix cache hits, in terms of number of cached tokens.",
        lambda view: view.counters.prefix_hits,
    ),
    (
        "num_preemptions_total",
        "Cumulative number of preemption from the engine.",
        lambda view: view.counters.preemptions,
    ),
    ("prompt_tokens_total", "Number of prefill tokens processed.", lambda view: view.counters.prompt_tokens),
    (
        "prompt_tokens_cached_total",
        "Number of cached prompt tokens (local + external).",
        lambda view: view.counters.prefix_hits,
    ),
    (
        "generation_tokens_total",
        "Number of generation tokens processed.",
        lambda view: view.counters.generation_tokens,
    ),
    (
        "gpu_prefix_cache_queries_total",
        "Older name of vllm:prefix_cache_queries_total.",
        lambda view: view.counters.prefix_queries,
    ),
    (
        "gpu_prefix_cache_hits_total",
        "Older name of vllm:prefix_cache_hits_total.",
        lambda view: view.counters.prefix_hits,
    ),
)
HISTOGRAMS: tuple[tuple[str, str, str, b.Buckets], ...] = (
    ("request_prompt_tokens", "Number of prefill tokens processed.", "prompt_tokens", b.TOKENS),
    ("request_generation_tokens", "Number of generation tokens processed.", "completion_tokens", b.TOKENS),
    (
        "request_max_num_generation_tokens",
        "Histogram of maximum number of requested generation tokens.",
        "choice_tokens",
        b.TOKENS,
    ),
    ("request_params_n", "Histogram of the n request parameter.", "choices", b.CHOICES),
    ("request_params_max_tokens", "Histogram of the max_tokens request parameter.", "max_tokens", b.TOKENS),
    (
        "request_prefill_kv_computed_tokens",
        "Histogram of new KV tokens computed during prefill (excluding cached tokens).",
        "computed_tokens",
        b.TOKENS,
    ),
    ("time_to_first_token_seconds", "Histogram of time to first token in seconds.", "ttft", b.TTFT),
    ("inter_token_latency_seconds", "Histogram of inter-token latency in seconds.", "itl", b.ITL),
    (
        "time_per_output_token_seconds",
        "Older name of vllm:inter_token_latency_seconds.",
        "itl",
        b.ITL,
    ),
    (
        "request_time_per_output_token_seconds",
        "Histogram of time_per_output_token_seconds per request.",
        "tpot",
        b.ITL,
    ),
    ("e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", "duration", b.LATENCY),
    (
        "request_queue_time_seconds",
        "Histogram of time spent in WAITING phase for request.",
        "queue",
        b.LATENCY,
    ),
    (
        "request_inference_time_seconds",
        "Histogram of time spent in RUNNING phase for request.",
        "inference",
        b.LATENCY,
    ),
    (
        "request_prefill_time_seconds",
        "Histogram of time spent in PREFILL phase for request.",
        "prefill",
        b.LATENCY,
    ),
    (
        "request_decode_time_seconds",
        "Histogram of time spent in DECODE phase for request.",
        "decode",
        b.LATENCY,
    ),
)
"""(name, help, what is counted, bounds)."""


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    views = [((model, str(view.index)), view) for model, view in snapshot.views()]
    for name, help, of in GAUGES:
        values = summed((labels, of(view)) for labels, view in views)
        yield gauge(f"vllm:{name}", help, ENGINE, values)
    yield from states(views)
    for name, help, of in COUNTERS:
        values = summed((labels, of(view)) for labels, view in views)
        yield counter(f"vllm:{name}", help, ENGINE, values)
    yield by_source(views)
    yield flops(snapshot)
    yield success(snapshot, [labels for labels, _ in views])
    yield iterations(views)
    for name, help, value, bounds in HISTOGRAMS:
        spreads = grouped(
            snapshot.totals.spreads(value, bounds), bounds, lambda group: engine(group, snapshot)
        )
        if bounds is b.TOKENS:
            spreads = {labels: in_context(one, labels[0], snapshot) for labels, one in spreads.items()}
        yield histogram(f"vllm:{name}", help, ENGINE, spreads)


Views = Sequence[tuple[Labels, WorkerView]]


def states(views: Views) -> Iterator[Metric]:
    """Gauges with a label more, and those made of two numbers."""
    used = summed((labels, view.blocks_used) for labels, view in views)
    total = summed((labels, view.blocks_total) for labels, view in views)
    usage = {labels: blocks / total[labels] if total[labels] else 0.0 for labels, blocks in used.items()}
    help = "KV-cache usage. 1 means 100 percent usage."
    yield gauge("vllm:kv_cache_usage_perc", help, ENGINE, usage)
    yield gauge("vllm:gpu_cache_usage_perc", "Older name of vllm:kv_cache_usage_perc.", ENGINE, usage)
    reasons = summed(((*labels, "capacity"), view.waiting) for labels, view in views)
    reasons |= {(*labels, "deferred"): 0.0 for labels, _ in views}  # for what is elsewhere: nothing is
    help = "Number of waiting requests by reason."
    yield gauge("vllm:num_requests_waiting_by_reason", help, (*ENGINE, "reason"), reasons)
    asleep = {"awake": 1.0, "weights_offloaded": 0.0, "discard_all": 0.0}
    sleep = {(*labels, state): value for labels, _ in views for state, value in asleep.items()}
    yield gauge("vllm:engine_sleep_state", "Engine sleep state", (*ENGINE, "sleep_state"), sleep)
    config = {(*labels, str(view.block_size), str(view.blocks_total)): 1.0 for labels, view in views}
    help = "Information of the LLMEngine CacheConfig"
    yield gauge("vllm:cache_config_info", help, (*ENGINE, "block_size", "num_gpu_blocks"), config)


def by_source(views: Views) -> Metric:
    sources: list[tuple[Labels, float]] = []
    for labels, view in views:
        hits = view.counters.prefix_hits
        sources.append(((*labels, "local_compute"), view.counters.prompt_tokens - hits))
        sources.append(((*labels, "local_cache_hit"), hits))
    help = "Number of prompt tokens by source."
    return counter("vllm:prompt_tokens_by_source_total", help, (*ENGINE, "source"), summed(sources))


def flops(snapshot: Snapshot) -> Metric:
    """Two operations for each weight that a token passes: without attention, and models of unknown size."""
    done: list[tuple[Labels, float]] = []
    for label, view in snapshot.views():
        model = snapshot.find(view.model)
        if model and (weights := model.active_parameters or model.parameters):
            tokens = view.counters.prefilled_tokens + view.counters.generation_tokens
            done.append(((label, str(view.index)), 2 * weights * tokens / view.gpus))
    help = "Estimated number of floating point operations per GPU."
    return counter("vllm:estimated_flops_per_gpu_total", help, ENGINE, summed(done))


def success(snapshot: Snapshot, engines: list[Labels]) -> Metric:
    """Every reason of every engine, also those that did not occur."""
    reasons = ("stop", "length", "abort", "error")
    counts = {(*labels, reason): 0.0 for labels in engines for reason in reasons}
    counts = summed([*counts.items(), *finished(snapshot)])
    help = "Count of successfully processed requests."
    return counter("vllm:request_success_total", help, (*ENGINE, "finished_reason"), counts)


def finished(snapshot: Snapshot) -> Iterator[tuple[Labels, float]]:
    for key, sums in snapshot.totals.served.cells().items():
        yield (snapshot.models[key.model], str(key.worker), reason(key)), sums.requests


def reason(key: Served) -> str:
    """Why a request ended, in vLLM's words: a call of a tool is a stop."""
    if (outcome := OUTCOMES[key.outcome]) != "ok":
        return {"aborted": "abort", "error": "error"}[outcome]
    return "length" if FINISHES[key.finish] == "length" else "stop"


def iterations(views: Views) -> Metric:
    """The steps of a worker are counted by the worker."""
    spreads = {
        labels: (Spread(np.array(view.counters.iterations), view.counters.step_tokens), STEPS)
        for labels, view in views
    }
    help = "Histogram of number of tokens per engine_step."
    return histogram("vllm:iteration_tokens_total", help, ENGINE, spreads)


STEPS = tuple(map(float, ITERATION_BUCKETS))


def engine(group: Group, snapshot: Snapshot) -> Labels | None:
    """The labels of what a worker served; None for anything else."""
    return None if group.worker < 0 else (snapshot.models[group.model], str(group.worker))


def in_context(bounded: Bounded, model: str, snapshot: Snapshot) -> Bounded:
    known = snapshot.find(model)
    return within(bounded, known.context_window if known else LONGEST)
