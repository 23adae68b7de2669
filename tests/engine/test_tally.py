from __future__ import annotations

from fakeai_proxy.engine.block_pool import BlockPool
from fakeai_proxy.engine.eviction import Lru
from fakeai_proxy.engine.tally import Tally
from fakeai_proxy.engine.view import ITERATION_BUCKETS


def test_steps_are_counted_in_buckets_by_their_tokens() -> None:
    tally = Tally()
    tally.came(100)
    tally.steps_of(100, 1, 0.5, prefilled=100, written=1)
    tally.steps_of(2, 10, 0.25, written=20)
    tally.steps_of(20_000, 1, 0.25)
    told = tally.counters(BlockPool(10, 16, Lru()), preemptions=3)
    assert (told.requests, told.prompt_tokens, told.preemptions) == (1, 100, 3)
    assert (told.steps, told.busy, told.step_tokens) == (12, 1.0, 20_120)
    assert (told.prefilled_tokens, told.generation_tokens) == (100, 21)
    assert told.iterations[ITERATION_BUCKETS.index(128)] == 1
    assert told.iterations[ITERATION_BUCKETS.index(8)] == 10
    assert told.iterations[-1] == 1


def test_the_cache_counts_what_is_looked_up() -> None:
    pool = BlockPool(10, 16, Lru())
    held = pool.pin([1, 2], 40)
    pool.extend(held, 40)
    pool.pin([1, 2], 40)
    told = Tally().counters(pool, 0)
    assert (told.lookups, told.lookup_hits, told.prefix_queries, told.prefix_hits) == (2, 1, 80, 32)
