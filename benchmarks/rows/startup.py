"""From the start of the process to its first complete answer; all on one core, the CA already made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from statistics import median
from time import perf_counter

from benchmarks import paired
from benchmarks.client.connection import ask
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, chat, prompt
from benchmarks.plan import Plan
from benchmarks.servers import mitmdump, ours
from benchmarks.servers.process import Server


def run(plan: Plan) -> Iterator[Finding]:
    starts: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        "fakeai_proxy": partial(ours.server, plan.confdir, *ours.ZERO_LATENCY),
        "bare mitmdump": partial(mitmdump.static, plan.confdir),
    }
    measures = {name: partial(first_answer, start) for name, start in starts.items()}
    paired.interleave(measures, 1)  # compiles what is not compiled yet
    figures = paired.interleave(measures, plan.rounds)
    yield Finding(
        "start to first answer",
        f"{median(figures['fakeai_proxy']):.2f} s",
        f"bare mitmdump {median(figures['bare mitmdump']):.2f} s",
        paired.ratio(figures["fakeai_proxy"], figures["bare mitmdump"]),
        " x",
        Bound(at_most=1.5),
        {"seconds": figures},
    )


def first_answer(start: Callable[[], AbstractContextManager[Server]]) -> float:
    """Seconds."""
    request = chat(prompt(20, 0), SHORT_ANSWER)
    before = perf_counter()
    with start() as server:
        ask(server.port, request)
        return perf_counter() - before
