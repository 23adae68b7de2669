"""What the throughput rows share: a burst of load as a measure, and one server's rate over another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean, median

from benchmarks import paired
from benchmarks.client import answers, streams
from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from benchmarks.servers.process import Server

SAMPLE = 40


def answer_burst(plan: Plan, server: Server, requests: Iterator[bytes]) -> Callable[[], float]:
    """Whole answers a second of one burst."""

    def measure() -> float:
        return answers.load(
            server.port, requests, connections=plan.connections, seconds=plan.seconds, warmup=plan.warmup
        ).rate

    return measure


def stream_burst(plan: Plan, server: Server, requests: Iterator[bytes]) -> Callable[[], float]:
    """Chunks a second of one burst of streams."""

    def measure() -> float:
        return streams.load(
            server.port, requests, connections=plan.connections, seconds=plan.seconds, warmup=plan.warmup
        ).rate

    return measure


def chunks_per_stream(server: Server, requests: Sequence[bytes]) -> float:
    """The mean of a sample."""
    sample = streams.load(server.port, iter(requests), connections=1, limit=SAMPLE).streams
    return mean(len(stream.arrivals) for stream in sample)


def compare(
    row: str,
    figures: Mapping[str, Sequence[float]],
    other: str,
    bound: Bound,
    unit: str,
    detail: Mapping[str, object],
) -> Finding:
    """Our rate over that of `other`, round by round."""
    return Finding(
        row,
        f"{median(figures['fakeai_proxy']):,.0f} {unit}",
        f"{other} {median(figures[other]):,.0f} {unit}",
        paired.ratio(figures["fakeai_proxy"], figures[other]),
        " x",
        bound,
        {unit: figures, **detail},
    )
