"""`dynamo_component_*`: what Dynamo's router and its workers count, of what the cluster served.

A worker's id is MODEL/INDEX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import Metric

from fakeai_proxy.engine.view import WorkerView
from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.keys import Group
from fakeai_proxy.telemetry.snapshot import Snapshot

from .build import Labels, counter, gauge, grouped, histogram, summed
from .dynamo_frontend import worker_id, worker_labels
from .vllm import reason

NAMESPACE, COMPONENT, ENDPOINT, ROUTER = "dynamo", "backend", "generate", "0"
OF_ROUTER: Labels = ("dynamo_namespace", "dynamo_component", "router_id", "worker_id")
OF_WORKER: Labels = ("dynamo_namespace", "dynamo_component", "dynamo_endpoint", "worker_id")

ROUTER_HISTOGRAMS: tuple[tuple[str, str, str, b.Buckets], ...] = (
    (
        "input_sequence_tokens",
        "Input sequence length in tokens observed at the router",
        "prompt_tokens",
        b.FRONTEND_INPUT,
    ),
    (
        "output_sequence_tokens",
        "Output sequence length in tokens observed at the router",
        "completion_tokens",
        b.FRONTEND_OUTPUT,
    ),
    ("time_to_first_token_seconds", "Time to first token observed at the router", "ttft", b.FRONTEND_TTFT),
    (
        "inter_token_latency_seconds",
        "Average inter-token latency observed at the router",
        "tpot",
        b.FRONTEND_ITL,
    ),
    ("kv_hit_rate", "Predicted KV cache hit rate at routing time (0.0-1.0)", "hit_rate", b.HIT_RATE),
)
WORKER_GAUGES: tuple[tuple[str, str, Callable[[WorkerView], float]], ...] = (
    (
        "inflight_requests",
        "Number of requests currently being processed by work handler",
        lambda view: view.running + view.waiting,
    ),
    ("total_blocks", "Total number of KV cache blocks", lambda view: view.blocks_total),
    ("gpu_cache_usage_percent", "GPU KV cache usage (0.0-1.0)", lambda view: view.usage),
)
WORKER_COUNTERS: tuple[tuple[str, str, Callable[[Sums], float]], ...] = (
    (
        "requests_total",
        "Total number of requests processed by work handler",
        lambda sums: sums.requests,
    ),
    (
        "request_bytes_total",
        "Total number of bytes received in requests by work handler",
        lambda sums: sums.request_bytes,
    ),
    (
        "response_bytes_total",
        "Total number of bytes sent in responses by work handler",
        lambda sums: sums.response_bytes,
    ),
)


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    yield from of_router(snapshot)
    yield from of_workers(snapshot)
    inflight = sum(view.running + view.waiting for view in snapshot.workers)
    help = "Currently in-flight requests at AddressedPushRouter"
    yield gauge("dynamo_request_plane_inflight_requests", help, (), {(): inflight})
    spreads = snapshot.totals.spreads("ttft", b.ROUNDTRIP)
    trips = grouped(spreads, b.ROUNDTRIP, lambda group: None if group.worker < 0 else ())
    help = "Time from send_request() to first response item (seconds)"
    yield histogram("dynamo_request_plane_roundtrip_ttft_seconds", help, (), trips)


def of_router(snapshot: Snapshot) -> Iterator[Metric]:
    started = summed(
        (router_labels(model, view.index), view.counters.requests) for model, view in snapshot.views()
    )
    help = "Total number of requests admitted by the router scheduler"
    yield counter("dynamo_component_router_requests_started_total", help, OF_ROUTER, started)
    ended = summed(
        (router_labels(snapshot.models[key.model], key.worker), sums.requests)
        for key, sums in snapshot.totals.served.cells().items()
    )
    help = "Total number of requests processed by the router"
    yield counter("dynamo_component_router_requests_total", help, OF_ROUTER, ended)
    for name, help, value, bounds in ROUTER_HISTOGRAMS:
        spreads = grouped(
            snapshot.totals.spreads(value, bounds), bounds, lambda group: at_router(group, snapshot)
        )
        yield histogram(f"dynamo_component_router_{name}", help, OF_ROUTER, spreads)
    registered = {registration(model, view): 1.0 for model, view in snapshot.views()}
    names: Labels = (
        *("dynamo_namespace", "dynamo_component", "router_worker_id"),
        *("worker_id", "dp_rank", "worker_type"),
    )
    help = "Whether the router currently has this worker/dp_rank registered (1 = registered)"
    yield gauge("dynamo_component_router_worker_registered", help, names, registered)


def of_workers(snapshot: Snapshot) -> Iterator[Metric]:
    for name, help, of in WORKER_GAUGES:
        values = {labels_of(model, view.index): of(view) for model, view in snapshot.views()}
        yield gauge(f"dynamo_component_{name}", help, OF_WORKER, values)
    cells = [
        (labels_of(snapshot.models[key.model], key.worker), reason(key), sums)
        for key, sums in snapshot.totals.served.cells().items()
    ]
    for name, help, count in WORKER_COUNTERS:
        counts = summed((labels, count(sums)) for labels, _, sums in cells)
        yield counter(f"dynamo_component_{name}", help, OF_WORKER, counts)
    cancelled = summed((labels, sums.requests * (why == "abort")) for labels, why, sums in cells)
    help = "Total number of requests cancelled by work handler"
    yield counter("dynamo_component_cancellation_total", help, OF_WORKER, cancelled)
    failed = summed(((*labels, "generate"), sums.requests) for labels, why, sums in cells if why == "error")
    help = "Total number of errors in work handler processing"
    yield counter("dynamo_component_errors_total", help, (*OF_WORKER, "error_type"), failed)
    spreads = snapshot.totals.spreads("duration", b.WORK)
    times = grouped(spreads, b.WORK, lambda group: at_worker(group, snapshot))
    help = "Time spent processing requests by work handler"
    yield histogram("dynamo_component_request_duration_seconds", help, OF_WORKER, times)
    uptime: dict[Labels, float] = {
        (worker_id(model, view.index),): view.now for model, view in snapshot.views()
    }
    help = "Total uptime of the DistributedRuntime in seconds"
    yield gauge("dynamo_component_uptime_seconds", help, ("worker_id",), uptime)


def router_labels(model: str, index: int) -> Labels:
    return NAMESPACE, COMPONENT, ROUTER, worker_id(model, index)


def labels_of(model: str, index: int) -> Labels:
    return NAMESPACE, COMPONENT, ENDPOINT, worker_id(model, index)


def registration(model: str, view: WorkerView) -> Labels:
    worker, rank, kind = worker_labels(model, view)
    return NAMESPACE, COMPONENT, ROUTER, worker, rank, kind


def at_router(group: Group, snapshot: Snapshot) -> Labels | None:
    return None if group.worker < 0 else router_labels(snapshot.models[group.model], group.worker)


def at_worker(group: Group, snapshot: Snapshot) -> Labels | None:
    return None if group.worker < 0 else labels_of(snapshot.models[group.model], group.worker)
