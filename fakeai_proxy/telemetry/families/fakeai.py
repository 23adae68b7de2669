"""`fakeai_*`: every exchange, wherever its reply came from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client import Metric

from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.columns import OUTCOMES, SOURCES
from fakeai_proxy.telemetry.cost import cost_of
from fakeai_proxy.telemetry.keys import Group
from fakeai_proxy.telemetry.names import OTHER, plain
from fakeai_proxy.telemetry.snapshot import Snapshot

from .build import Labels, counter, gauge, grouped, histogram, summed

HISTOGRAMS: tuple[tuple[str, str, str], ...] = (
    ("fakeai_request_duration_seconds", "Seconds from the request to the last token or byte.", "duration"),
    ("fakeai_time_to_first_token_seconds", "Seconds to the first token, or piece of a stream.", "ttft"),
    ("fakeai_inter_token_latency_seconds", "Seconds between tokens or pieces.", "itl"),
)


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    info: dict[Labels, float] = {(version("fakeai-proxy"),): 1.0}
    yield gauge("fakeai_build_info", "The version of fakeai-proxy.", ("version",), info)
    help = "Simulated seconds since the start."
    yield gauge("fakeai_simulated_seconds", help, (), {(): snapshot.now})
    help = "Rows that could not be written to telemetry.path."
    yield counter("fakeai_telemetry_lost_rows_total", help, (), {(): snapshot.lost})
    yield from exchanges(snapshot)
    yield from tokens(snapshot)
    yield cost(snapshot)
    yield from routing(snapshot)
    for name, help, value in HISTOGRAMS:
        spreads = snapshot.totals.spreads(value, b.OWN_TIME)
        shown = grouped(spreads, b.OWN_TIME, lambda group: group_labels(group, snapshot))
        yield histogram(name, help, ("model", "source"), shown)


def exchanges(snapshot: Snapshot) -> Iterator[Metric]:
    cells = snapshot.totals.exchanges.cells().items()
    ended = summed(
        (
            (
                snapshot.models[key.model],
                snapshot.endpoints[key.endpoint],
                SOURCES[key.source],
                OUTCOMES[key.outcome],
                str(key.status),
            ),
            sums.requests,
        )
        for key, sums in cells
    )
    names: Labels = ("model", "endpoint", "source", "outcome", "status")
    yield counter("fakeai_requests_total", "Exchanges that are over.", names, ended)
    failed = summed(
        (
            (snapshot.models[key.model], snapshot.endpoints[key.endpoint], snapshot.errors[key.error]),
            sums.requests,
        )
        for key, sums in cells
        if snapshot.errors[key.error]
    )
    help = "Exchanges that were answered with an error, by its code or type."
    yield counter("fakeai_errors_total", help, ("model", "endpoint", "error"), failed)
    active = summed(
        ((exchange.model if plain(exchange.model) else OTHER, exchange.source), 1.0)
        for exchange in snapshot.open
    )
    yield gauge("fakeai_requests_active", "Exchanges under way.", ("model", "source"), active)


def tokens(snapshot: Snapshot) -> Iterator[Metric]:
    counts: list[tuple[Labels, float]] = []
    sizes: list[tuple[Labels, float]] = []
    for key, sums in snapshot.totals.exchanges.cells().items():
        model, source = snapshot.models[key.model], SOURCES[key.source]
        if model:
            counts += (
                ((model, source, "prompt"), sums.prompt_tokens),
                ((model, source, "cached"), sums.cached_tokens),
                ((model, source, "completion"), sums.completion_tokens),
                ((model, source, "reasoning"), sums.reasoning_tokens),
            )
        sizes += (((source, "request"), sums.request_bytes), ((source, "response"), sums.response_bytes))
    help = "Tokens: cached ones are part of the prompt, those of reasoning part of the completion."
    yield counter("fakeai_tokens_total", help, ("model", "source", "kind"), summed(counts))
    yield counter("fakeai_bytes_total", "Bytes of bodies.", ("source", "direction"), summed(sizes))


def cost(snapshot: Snapshot) -> Metric:
    """Models whose price is not known are not in it."""
    dollars: list[tuple[Labels, float]] = []
    for key, sums in snapshot.totals.exchanges.cells().items():
        name = snapshot.models[key.model]
        model = snapshot.find(name)
        if model and (spent := cost_of(sums, model.price, batch=bool(key.batch))):
            source = SOURCES[key.source]
            dollars += (((name, source, kind), getattr(spent, kind)) for kind in spent._fields)
    help = "US dollars that it would have cost, at the prices of the catalog."
    return counter("fakeai_cost_dollars_total", help, ("model", "source", "kind"), summed(dollars))


def routing(snapshot: Snapshot) -> Iterator[Metric]:
    """What each worker was given."""
    views = [((model, str(view.index)), view.counters) for model, view in snapshot.views()]
    names: Labels = ("model", "worker")
    jobs = summed((labels, counters.requests) for labels, counters in views)
    yield counter("fakeai_routed_requests_total", "Requests that a worker was given.", names, jobs)
    hits = summed((labels, counters.prefix_hits) for labels, counters in views)
    help = "Prompt tokens that a worker had in its cache."
    yield counter("fakeai_routed_cached_tokens_total", help, names, hits)
    evicted = summed((labels, counters.evictions) for labels, counters in views)
    help = "Cached blocks of a worker that made room for others."
    yield counter("fakeai_evicted_blocks_total", help, names, evicted)
    busy = summed((labels, counters.busy) for labels, counters in views)
    yield counter("fakeai_worker_busy_seconds_total", "Simulated seconds within steps.", names, busy)


def group_labels(group: Group, snapshot: Snapshot) -> Labels:
    return snapshot.models[group.model], SOURCES[group.source]
