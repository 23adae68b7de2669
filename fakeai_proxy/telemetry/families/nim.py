"""What a NIM shows at /v1/metrics, without a prefix: what the cluster served, by model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import Metric

from fakeai_proxy.engine.view import WorkerView
from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.keys import Group
from fakeai_proxy.telemetry.snapshot import Snapshot

from .build import Labels, counter, gauge, grouped, histogram, summed
from .vllm import finished, in_context

MODEL: Labels = ("model_name",)

HISTOGRAMS: tuple[tuple[str, str, str, b.Buckets], ...] = (
    ("time_to_first_token_seconds", "Histogram of time to first token in seconds", "ttft", b.TTFT),
    ("time_per_output_token_seconds", "Histogram of time per output token in seconds", "itl", b.ITL),
    (
        "e2e_request_latency_seconds",
        "Histogram of end to end request latency in seconds",
        "duration",
        b.LATENCY,
    ),
    (
        "request_prompt_tokens",
        "Histogram of number of prefill tokens processed",
        "prompt_tokens",
        b.TOKENS,
    ),
    (
        "request_generation_tokens",
        "Histogram of number of generation tokens processed",
        "completion_tokens",
        b.TOKENS,
    ),
)


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    yield from gauges(snapshot)
    yield from counters(snapshot)
    for name, help, value, bounds in HISTOGRAMS:
        spreads = grouped(
            snapshot.totals.spreads(value, bounds), bounds, lambda group: model_of(group, snapshot)
        )
        if bounds is b.TOKENS:
            spreads = {labels: in_context(one, labels[0], snapshot) for labels, one in spreads.items()}
        yield histogram(name, help, MODEL, spreads)


def gauges(snapshot: Snapshot) -> Iterator[Metric]:
    used = of_models(snapshot, lambda view: view.blocks_used)
    total = of_models(snapshot, lambda view: view.blocks_total)
    usage = {labels: used[labels] / blocks if blocks else 0.0 for labels, blocks in total.items()}
    yield gauge("gpu_cache_usage_perc", "GPU KV-cache usage. 1 means 100 percent usage", MODEL, usage)
    running = of_models(snapshot, lambda view: view.running)
    yield gauge("num_requests_running", "Number of requests currently running on GPU", MODEL, running)
    waiting = of_models(snapshot, lambda view: view.waiting)
    yield gauge("num_requests_waiting", "Number of requests waiting to be processed", MODEL, waiting)
    most = of_models(snapshot, lambda view: snapshot.engine.max_num_seqs)
    help = "Max number of requests that can be run concurrently by the model"
    yield gauge("num_request_max", help, MODEL, most)


def counters(snapshot: Snapshot) -> Iterator[Metric]:
    prompt = of_models(snapshot, lambda view: view.counters.prompt_tokens)
    yield counter("prompt_tokens_total", "Number of prefill tokens processed", MODEL, prompt)
    written = of_models(snapshot, lambda view: view.counters.generation_tokens)
    yield counter("generation_tokens_total", "Number of generation tokens processed", MODEL, written)
    reasons = summed(((model, reason), count) for (model, _, reason), count in finished(snapshot))
    help = "Number of finished requests, with label indicating finish reason"
    yield counter("request_finish_total", help, (*MODEL, "finished_reason"), reasons)
    good = summed(((model,), count * succeeded(reason)) for (model, reason), count in reasons.items())
    help = "Number of requests with finish reason stop or length"
    yield counter("request_success_total", help, MODEL, good)
    bad = summed(((model,), count * (not succeeded(reason))) for (model, reason), count in reasons.items())
    yield counter("request_failure_total", "Number of requests with another finish reason", MODEL, bad)


def succeeded(reason: str) -> bool:
    return reason in ("stop", "length")


def of_models(snapshot: Snapshot, of: Callable[[WorkerView], float]) -> dict[Labels, float]:
    """Sums over the workers of each model."""
    return summed(((model,), of(view)) for model, view in snapshot.views())


def model_of(group: Group, snapshot: Snapshot) -> Labels | None:
    """The label of what the cluster served; None for anything else."""
    return None if group.worker < 0 else (snapshot.models[group.model],)
