"""`dynamo_frontend_*`: what Dynamo's HTTP frontend counts (lib/llm/src/http/service/metrics.rs).

Every exchange that was synthesized for a model, refused ones too. A worker's id is MODEL/INDEX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite, isnan

from prometheus_client import Metric

from fakeai_proxy.engine.view import WorkerView
from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.columns import OUTCOMES, SOURCES
from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.exchange import Exchange
from fakeai_proxy.telemetry.keys import Exchanges, Group
from fakeai_proxy.telemetry.names import NONE, OTHER, plain
from fakeai_proxy.telemetry.snapshot import Snapshot
from fakeai_proxy.telemetry.totals import Last

from .build import Labels, counter, gauge, grouped, histogram, summed

MODEL: Labels = ("model",)
WORKER: Labels = ("worker_id", "dp_rank", "worker_type")
SYNTHESIZED = SOURCES.index("synthesized")

HISTOGRAMS: tuple[tuple[str, str, str, b.Buckets], ...] = (
    ("request_duration_seconds", "Duration of LLM requests", "duration", b.FRONTEND_DURATION),
    ("time_to_first_token_seconds", "Time to first token in seconds", "ttft", b.FRONTEND_TTFT),
    ("inter_token_latency_seconds", "Inter-token latency in seconds", "itl", b.FRONTEND_ITL),
    ("input_sequence_tokens", "Input sequence length in tokens", "prompt_tokens", b.FRONTEND_INPUT),
    ("output_sequence_tokens", "Output sequence length in tokens", "completion_tokens", b.FRONTEND_OUTPUT),
    (
        "cached_tokens",
        "Number of cached tokens (prefix cache hits) per request",
        "cached_tokens",
        b.FRONTEND_INPUT,
    ),
    ("embedding_latency_seconds", "Latency of embedding requests in seconds", "embedding", b.EMBEDDING),
)
ACTIVE = (
    "Number of requests currently being handled by the frontend, "
    "from HTTP handler entry to response completion"
)
WORKER_GAUGES: tuple[tuple[str, str, Callable[[WorkerView], float]], ...] = (
    (
        "worker_active_decode_blocks",
        "Active KV cache decode blocks per worker",
        lambda view: view.blocks_used,
    ),
    (
        "worker_active_prefill_tokens",
        "Active prefill tokens queued per worker",
        lambda view: view.prefill_tokens,
    ),
)
LAST_GAUGES: tuple[tuple[str, str, Callable[[Last], float]], ...] = (
    (
        "worker_last_input_sequence_tokens",
        "Last observed input sequence tokens per worker",
        lambda last: last.prompt_tokens,
    ),
    (
        "worker_last_inter_token_latency_seconds",
        "Last observed inter-token latency per worker (seconds)",
        lambda last: last.tpot,
    ),
    (
        "worker_last_time_to_first_token_seconds",
        "Last observed time to first token per worker (seconds)",
        lambda last: last.ttft,
    ),
)


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    yield from under_way(snapshot)
    yield from requests(snapshot)
    yield from models(snapshot)
    for name, help, value, bounds in HISTOGRAMS:
        spreads = grouped(
            snapshot.totals.spreads(value, bounds), bounds, lambda group: model_of(group, snapshot)
        )
        yield histogram(f"dynamo_frontend_{name}", help, MODEL, spreads)
    yield from workers(snapshot)


def under_way(snapshot: Snapshot) -> Iterator[Metric]:
    """Gauges of the exchanges that are not over."""
    open = open_of(snapshot)
    known: dict[Labels, float] = {(model,): 0.0 for model, _ in snapshot.views()}
    active = summed([*known.items(), *((label(exchange), 1.0) for exchange in open)])
    yield gauge("dynamo_frontend_active_requests", ACTIVE, MODEL, active)
    yield gauge("dynamo_frontend_inflight_requests", "Number of inflight requests", MODEL, active)
    queued = summed([*known.items(), *((label(exchange), 1.0) for exchange in open if is_queued(exchange))])
    help = "Number of requests in HTTP processing queue"
    yield gauge("dynamo_frontend_queued_requests", help, MODEL, queued)


def open_of(snapshot: Snapshot) -> list[Exchange]:
    """What is asked of a model and not answered yet."""
    return [exchange for exchange in snapshot.open if exchange.source == "synthesized" and exchange.model]


def label(exchange: Exchange) -> Labels:
    return (exchange.model if plain(exchange.model) else OTHER,)


def is_queued(exchange: Exchange) -> bool:
    """It waits for its first token."""
    return exchange.run is None or isnan(exchange.run.first_token)


def requests(snapshot: Snapshot) -> Iterator[Metric]:
    """Counters of exchanges."""
    cells = [*synthesized(snapshot)]
    ended = summed((request_labels(key, snapshot), sums.requests) for key, sums in cells)
    names: Labels = ("model", "endpoint", "request_type", "status", "error_type")
    yield counter("dynamo_frontend_requests_total", "Total number of LLM requests processed", names, ended)
    accepted = [(labels[:3], count) for labels, count in ended.items()]
    started = summed(accepted + [(begun(exchange), 1.0) for exchange in open_of(snapshot)])
    help = "Total number of LLM requests accepted by the frontend handler"
    yield counter("dynamo_frontend_requests_started_total", help, names[:3], started)
    aborted = summed((labels[:3], n) for labels, n in ended.items() if labels[4] == "cancelled")
    help = "Total number of requests cancelled by their clients"
    yield counter("dynamo_frontend_model_cancellation_total", help, names[:3], aborted)
    rejected = summed(
        (labels[:2], n) for labels, n in ended.items() if labels[4] in ("overload", "unavailable")
    )
    help = "Total number of requests rejected because workers were overloaded"
    yield counter("dynamo_frontend_model_rejection_total", help, names[:2], rejected)
    help = "Number of disconnected clients"
    yield gauge("dynamo_frontend_disconnected_clients", help, (), {(): sum(aborted.values())})


def synthesized(snapshot: Snapshot) -> Iterator[tuple[Exchanges, Sums]]:
    """What was asked of a model and answered here."""
    for key, sums in snapshot.totals.exchanges.cells().items():
        if key.source == SYNTHESIZED and snapshot.models[key.model] != NONE:
            yield key, sums


def request_labels(key: Exchanges, snapshot: Snapshot) -> Labels:
    error = error_type(OUTCOMES[key.outcome], key.status)
    return (
        snapshot.models[key.model],
        endpoint_of(snapshot.endpoints[key.endpoint]),
        type_of(bool(key.streamed)),
        "error" if error else "success",
        error,
    )


def begun(exchange: Exchange) -> Labels:
    """The first three labels of a request under way."""
    return (*label(exchange), endpoint_of(exchange.endpoint), type_of(exchange.streamed))


def endpoint_of(template: str) -> str:
    """In Dynamo's words: chat_completions."""
    return template.strip("/").replace("/", "_")


def type_of(streamed: bool) -> str:
    return "stream" if streamed else "unary"


ERROR_TYPES = {
    404: "not_found",
    429: "overload",
    501: "not_implemented",
    503: "unavailable",
    504: "response_timeout",
}


def error_type(outcome: str, status: int) -> str:
    """In Dynamo's words; nothing where all went well."""
    if outcome != "error":
        return "cancelled" if outcome == "aborted" else ""
    return ERROR_TYPES.get(status, "validation" if 400 <= status < 500 else "internal")


def models(snapshot: Snapshot) -> Iterator[Metric]:
    """What is served, and how much of it."""
    written = summed(((model,), view.counters.generation_tokens) for model, view in snapshot.views())
    help = "Total number of output tokens generated (updates in real-time)"
    yield counter("dynamo_frontend_output_tokens_total", help, MODEL, written)
    first = {(model,): view for model, view in reversed([*snapshot.views()])}
    for name, help, of in MODEL_GAUGES:
        yield gauge(
            f"dynamo_frontend_{name}",
            help,
            MODEL,
            {of_one: of(view, snapshot) for of_one, view in first.items()},
        )


def context_length(view: WorkerView, snapshot: Snapshot) -> float:
    model = snapshot.find(view.model)
    return model.context_window if model else 0


MODEL_GAUGES: tuple[tuple[str, str, Callable[[WorkerView, Snapshot], float]], ...] = (
    (
        "model_context_length",
        "Maximum context length in tokens for a worker serving the model",
        context_length,
    ),
    (
        "model_kv_cache_block_size",
        "KV cache block size in tokens for a worker serving the model",
        lambda view, _: view.block_size,
    ),
    (
        "model_total_kv_blocks",
        "Total KV cache blocks available for a worker serving the model",
        lambda view, _: view.blocks_total,
    ),
    (
        "model_max_num_seqs",
        "Maximum number of sequences for a worker serving the model",
        lambda _, snapshot: snapshot.engine.max_num_seqs,
    ),
    (
        "model_max_num_batched_tokens",
        "Maximum number of batched tokens for a worker serving the model",
        lambda _, snapshot: snapshot.engine.max_num_batched_tokens,
    ),
    (
        "model_migration_limit",
        "Maximum number of request migrations allowed for the model",
        lambda *_: 0,
    ),
    ("model_ready", "Whether the model is ready to serve requests", lambda *_: 1),
)


def workers(snapshot: Snapshot) -> Iterator[Metric]:
    """Gauges of each worker."""
    views = [(worker_labels(model, view), view) for model, view in snapshot.views()]
    for name, help, of in WORKER_GAUGES:
        yield gauge(f"dynamo_frontend_{name}", help, WORKER, summed((each, of(view)) for each, view in views))
    last = {(snapshot.models[model], index): value for (model, index), value in snapshot.totals.last.items()}
    for name, help, seen in LAST_GAUGES:
        found = {
            worker_labels(model, view): seen(last[model, view.index])
            for model, view in snapshot.views()
            if (model, view.index) in last
        }
        known = {labels: value for labels, value in found.items() if isfinite(value)}
        yield gauge(f"dynamo_frontend_{name}", help, WORKER, known)


def worker_labels(model: str, view: WorkerView) -> Labels:
    return worker_id(model, view.index), "0", "prefill" if view.role == "prefill" else "decode"


def worker_id(model: str, index: int) -> str:
    return f"{model}/{index}"


def model_of(group: Group, snapshot: Snapshot) -> Labels | None:
    """The label of what was synthesized for a model; None for anything else."""
    model = snapshot.models[group.model]
    return (model,) if group.source == SYNTHESIZED and model != NONE else None
