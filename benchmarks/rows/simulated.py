"""A cluster in virtual time, in this process: how long its simulation takes, and that it repeats.

Llama 3.1 8B on an H100 each; 1,000 prompts of 5,000 tokens, half of them one of eight beginnings, answers of
500 tokens, four workers: by 64 users, and 12 a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

import numpy as np

from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.engine.simulation import Outcome, simulate
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape, Workload

MODEL = "meta/llama-3.1-8b-instruct"
SHAPE = Shape(5_000, 500, shared_prefixes=8, prefix_tokens=2_500)
REQUESTS, USERS, RATE = 1_000, 64, 12.0
CORE_SECONDS = 5.0


def run(plan: Plan) -> Iterator[Finding]:
    for name, workload in (("64 users", closed), ("12 a second", opened)):
        outcomes, took = zip(*(timed(workload) for _ in range(max(plan.rounds, 2))), strict=True)
        if len({outcome.digest() for outcome in outcomes}) > 1:
            raise AssertionError("the same seed, another outcome")
        yield Finding(
            f"simulate, {name}",
            f"{median(took):.2f} s of one core",
            f"{outcomes[0].seconds:.0f} s simulated",
            median(took),
            " s",
            Bound(at_most=CORE_SECONDS),
            {"core_seconds": list(took)},
        )


def closed(rng: np.random.Generator) -> Workload:
    return ClosedLoop(SHAPE, USERS, REQUESTS, rng)


def opened(rng: np.random.Generator) -> Workload:
    return OpenLoop.poisson(SHAPE, RATE, REQUESTS, rng)


def timed(workload: Callable[[np.random.Generator], Workload]) -> tuple[Outcome, float]:
    """One simulation, and the seconds of a core that it took."""
    model, rng = Catalog.load().use(MODEL), np.random.default_rng(0)
    before = process_time()
    return simulate(model, workload(rng), rng), process_time() - before
