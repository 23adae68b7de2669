"""The index of cached prefixes, in this process: how fast it finds, and how much it keeps of unique prompts.

Four workers' caches feed it, as in the engine. Look-ups are of prompts of 1,500 tokens whose blocks some of
the workers hold. A unique prompt goes the whole way: hashed, routed, held, released.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from benchmarks.servers.process import Server
from fakeai_proxy.engine.block_pool import BlockPool
from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.radix import RadixIndex
from fakeai_proxy.engine.routing import Router

BLOCKS = 16_384
"""That each worker has room for: the default of Dynamo's mocker."""
LOOKED_UP, TOKENS = 500, 1_500
UNIQUE_TOKENS = 64
SETTINGS = KVCacheSettings(blocks=BLOCKS)
CAPACITY = BLOCKS * SETTINGS.num_workers
LOOKUPS_PER_SECOND, GROWTH_MB = 200_000, 20.0


def run(plan: Plan) -> Iterator[Finding]:
    yield lookups(3 * plan.rounds)
    yield from unique(plan.unique_prompts)


def lookups(rounds: int) -> Finding:
    """Blocks found a second, on one core."""
    rng = np.random.default_rng(0)
    prompts = rng.integers(0, 200_000, (LOOKED_UP, TOKENS), np.uint32)
    chains = [block_hashes(prompt, SETTINGS.block_size) for prompt in prompts]
    index = RadixIndex()
    for at, chain in enumerate(chains):
        index.stored(at % 4, chain)
        index.stored((at + 1) % 4, chain[: len(chain) // 2])
    rates = [found(index, chains) for _ in range(rounds)]
    return Finding(
        "radix index, look-ups",
        f"{median(rates):,.0f} blocks/s",
        f"{len(index):,} blocks of {LOOKED_UP} prompts",
        median(rates),
        " blocks/s",
        Bound(at_least=LOOKUPS_PER_SECOND),
        {"blocks_per_second": rates},
    )


def found(index: RadixIndex, chains: list[list[int]]) -> float:
    """Blocks a second of one pass over `chains`."""
    before = perf_counter()
    blocks = sum(max(index.matches(chain).values()) for chain in chains)
    return blocks / (perf_counter() - before)


def unique(prompts: int) -> Iterator[Finding]:
    """Blocks in the index after so many prompts, and growth of the process since the caches were full."""
    router = Router(SETTINGS)
    pools = [BlockPool.of(SETTINGS, 0, worker, router.index) for worker in range(SETTINGS.num_workers)]
    rng, this = np.random.default_rng(0), Server("this process", 0, os.getpid())
    full = min(2 * CAPACITY * SETTINGS.block_size // UNIQUE_TOKENS, prompts // 2)
    serve(router, pools, range(full), rng)
    before, start = this.rss(), perf_counter()
    serve(router, pools, range(full, prompts), rng)
    each = 1e6 * (perf_counter() - start) / (prompts - full)
    asked = f"{prompts:,} unique prompts"
    held, grown = len(router.index), this.rss() - before
    detail = {"microseconds_each": each, "before_mb": before, "grown_mb": grown}
    bound = Bound(at_most=CAPACITY)
    yield Finding("radix index, size", f"{held:,} blocks", asked, held, " blocks", bound, detail)
    bound = Bound(at_most=GROWTH_MB)
    yield Finding("radix index, memory", f"{before:.0f} MB when full", asked, grown, " MB", bound, detail)


def serve(router: Router, pools: list[BlockPool], numbers: range, rng: np.random.Generator) -> None:
    """A prompt of its own for each of `numbers`, one after the other."""
    for number in numbers:
        first = number * UNIQUE_TOKENS
        hashes = block_hashes(range(first, first + UNIQUE_TOKENS), SETTINGS.block_size)
        charge = router.charge(router.choose(hashes, UNIQUE_TOKENS, rng, 0.0))
        pool = pools[charge.worker]
        held = pool.pin(hashes, UNIQUE_TOKENS)
        if not pool.extend(held, UNIQUE_TOKENS - held.tokens):
            raise LookupError("an idle worker had no room")
        charge.first_token()
        pool.release(held)
        router.done(charge, 0.0)
