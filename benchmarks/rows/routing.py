"""What routing by cached prefix is worth, in virtual time: eight beginnings of prompts, four workers.

Llama 3.1 8B on an H100 each; 600 prompts of 5,000 tokens, the first 4,000 of them shared, 8 a second, once
with all the room that the GPUs have and once with less than the eight beginnings need on one worker.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.engine.kv_settings import KVCacheSettings, Policy
from fakeai_proxy.engine.simulation import Requests, simulate
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape, Workload

MODEL = "meta/llama-3.1-8b-instruct"
PREFIXES, PREFIX_TOKENS, REQUESTS, RATE = 8, 4_000, 600, 8.0
SCARCE = 1_500
"""Blocks of a worker; eight beginnings are 2,000."""
SHARED = Shape(5_000, 200, shared_prefixes=PREFIXES, prefix_tokens=PREFIX_TOKENS)
OWN = Shape(1_000, 100, variation=0.5)
USERS = 32


def run(plan: Plan) -> Iterator[Finding]:
    for blocks, room in ((None, "much room"), (SCARCE, "little room")):
        ours, theirs = shared("kv", blocks), shared("round-robin", blocks)
        share, turn = reused(ours), reused(theirs)
        yield Finding(
            f"routing, reuse, {room}",
            f"{share:.1%} of what could be",
            f"round-robin {turn:.1%}",
            share,
            "",
            Bound(at_least=0.9),
            {"kv": share, "round-robin": turn},
        )
        soon, late = ttft_ms(ours), ttft_ms(theirs)
        yield Finding(
            f"routing, mean TTFT, {room}",
            f"{soon:.1f} ms",
            f"round-robin {late:.1f} ms",
            soon / late,
            " x",
            Bound(at_most=1.0),
            {"kv": soon, "round-robin": late},
        )
    counts = np.bincount(own("kv")["worker"], minlength=4)
    imbalance = float(counts.max() / counts.mean())
    bound = Bound(at_most=1.2)
    yield Finding("routing, nothing shared", f"{counts.tolist()}", "the mean", imbalance, " x", bound)


def shared(routing: Policy, blocks: int | None) -> Requests:
    rng = np.random.default_rng(0)
    return served(OpenLoop.poisson(SHARED, RATE, REQUESTS, rng), rng, routing, blocks)


def own(routing: Policy) -> Requests:
    rng = np.random.default_rng(0)
    return served(ClosedLoop(OWN, USERS, REQUESTS, rng), rng, routing, None)


def served(workload: Workload, rng: np.random.Generator, routing: Policy, blocks: int | None) -> Requests:
    settings = KVCacheSettings(routing=routing, blocks=blocks)
    return simulate(Catalog.load().use(MODEL), workload, rng, kv_cache=settings).requests


def reused(rows: Requests) -> float:
    """Of the shared tokens of all prompts but the first with each beginning, the share that was found."""
    return float(rows["cached_tokens"].sum() / (PREFIX_TOKENS * (len(rows) - PREFIXES)))


def ttft_ms(rows: Requests) -> float:
    return float(1000 * (rows["first_token"] - rows["arrival"]).mean())
