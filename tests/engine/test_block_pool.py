from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.block_pool import BlockPool, Held
from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.radix import RadixIndex

SIZE = 4


def pool(blocks: int, index: RadixIndex | None = None, **settings: Any) -> BlockPool:
    parts = KVCacheSettings(blocks=blocks, block_size=SIZE, **{"watermark": 0.0, **settings})
    return BlockPool.of(parts, 0, 0, RadixIndex() if index is None else index)


def names(tokens: Sequence[int]) -> list[int]:
    return block_hashes(tokens, SIZE)


def begin(cache: BlockPool, tokens: Sequence[int]) -> Held:
    """A prompt with all its tokens computed."""
    held = cache.pin(names(tokens), len(tokens))
    assert cache.extend(held, len(tokens) - held.tokens)
    return held


def run(cache: BlockPool, tokens: Sequence[int]) -> Held:
    """One prompt, from its first token to its last."""
    held = begin(cache, tokens)
    cache.release(held)
    return held


def found(cache: BlockPool, tokens: Sequence[int]) -> int:
    """Blocks that would be found, without a trace."""
    return deepcopy(cache).pin(names(tokens), len(tokens)).whole


def counts(cache: BlockPool) -> tuple[int, int, int]:
    return cache.active, cache.cached, cache.free


def test_a_prompt_is_held_in_whole_blocks_and_a_partial_one() -> None:
    cache = pool(10)
    held = begin(cache, range(10))
    assert (held.tokens, held.whole, held.private, held.blocks, held.cached) == (10, 2, 1, 3, 0)
    assert counts(cache) == (3, 2, 7)


def test_what_is_released_can_be_found_until_its_room_is_needed() -> None:
    cache = pool(10)
    run(cache, range(10))
    assert counts(cache) == (0, 2, 8)
    assert found(cache, range(10)) == 2
    assert run(cache, range(10)).cached == 8
    run(cache, range(100, 140))
    assert found(cache, range(10)) == 0


def test_the_last_token_of_a_prompt_is_always_computed() -> None:
    cache = pool(10)
    run(cache, range(12))
    assert found(cache, range(12)) == 2
    assert run(cache, range(12)).cached == 8
    assert run(cache, range(13)).cached == 12
    assert cache.pin([], 0).blocks == 0


def test_running_sequences_share_equal_blocks() -> None:
    cache = pool(10)
    first, second = (begin(cache, range(9)) for _ in range(2))
    assert counts(cache) == (4, 2, 6)
    cache.release(first)
    assert counts(cache) == (3, 2, 7)
    cache.release(second)
    assert counts(cache) == (0, 2, 8)


def test_a_chunked_prompt_can_be_found_as_far_as_it_is_computed() -> None:
    cache = pool(10)
    held = cache.pin(names(range(17)), 17)
    assert cache.extend(held, 9)
    assert found(cache, range(17)) == 2
    assert (held.whole, held.private) == (2, 1)
    assert cache.extend(held, 8)
    assert (held.whole, held.private) == (4, 1)


def test_generated_tokens_are_found_once_their_block_is_whole() -> None:
    cache, tokens = pool(10), list(range(10))
    held = begin(cache, tokens)
    for token in (50, 51, 52):
        tokens.append(token)
        held.hashes[2:] = names(tokens)[2:]
        assert cache.extend(held, 1)
    assert (held.whole, held.private) == (3, 1)
    assert found(cache, [*tokens, 53]) == 3


def test_blocks_without_a_name_are_nobody_elses() -> None:
    cache = pool(10)
    held = cache.pin([], 10)
    assert cache.extend(held, 10)
    assert (held.whole, held.private) == (0, 3)
    cache.release(held)
    assert counts(cache) == (0, 0, 10)


def test_a_partial_block_becomes_a_shared_one_without_new_room() -> None:
    cache = pool(3)
    begin(cache, range(4))
    second = cache.pin(names(range(4)), 4)
    assert cache.extend(second, 2)
    assert counts(cache) == (2, 1, 1)
    assert cache.extend(second, 2)
    assert counts(cache) == (1, 1, 2)


def test_suffixes_go_before_what_they_hang_on() -> None:
    cache = pool(4)
    run(cache, range(13))
    assert counts(cache) == (0, 3, 1)
    run(cache, range(100, 109))
    assert found(cache, range(13)) == 1


def test_without_room_nothing_changes() -> None:
    cache = pool(4)
    held = begin(cache, range(8))
    assert not cache.extend(held, 9)
    assert (held.tokens, held.blocks) == (8, 2)
    assert counts(cache) == (2, 2, 2)
    assert cache.extend(held, 8)


def test_what_is_pinned_is_not_evicted_for_the_same_sequence() -> None:
    cache = pool(4)
    run(cache, range(16))
    held = cache.pin(names(range(17)), 17)
    assert not cache.extend(held, 1)
    assert counts(cache) == (4, 4, 0)


def test_admission_leaves_the_watermark_free_but_for_one_alone() -> None:
    cache = pool(10, watermark=0.2)
    alone = cache.pin(names(range(40)), 40)
    assert cache.admits(alone, 40)
    assert not cache.admits(alone, 41)
    begin(cache, range(100, 116))
    assert cache.admits(alone, 16)
    assert not cache.admits(alone, 17)


def test_it_counts_what_was_asked_and_found() -> None:
    cache = pool(10)
    run(cache, range(9))
    run(cache, range(9))
    cache.release(cache.pin(names(range(9)), 9, counted=False))
    run(cache, range(100, 136))
    counters = cache.counters
    assert (counters.queries, counters.hits) == (3, 1)
    assert (counters.query_tokens, counters.hit_tokens) == (54, 8)
    assert (counters.query_blocks, counters.hit_blocks) == (12, 2)
    assert (counters.stored, counters.evicted) == (11, 1)


def test_blocks_age_by_the_time_it_is_told() -> None:
    index = RadixIndex()
    cache = pool(10, index, ttl_seconds=60)
    run(cache, range(9))
    cache.advance(30.0)
    run(cache, range(5))
    cache.advance(60.0)
    assert found(cache, range(9)) == index.matches(names(range(9)))[0] == 1
    cache.advance(90.0)
    assert cache.cached == len(index) == 0
    assert cache.counters.evicted == 2


def test_releasing_twice_is_releasing_once() -> None:
    cache = pool(10)
    held = run(cache, range(9))
    cache.release(held)
    assert counts(cache) == (0, 2, 8)


CAPACITY = 12
PROMPTS = [
    [*range(head), *range(tail, tail + length)]
    for head in (0, 9, 17)
    for tail in (50, 80)
    for length in (3, 20)
]
ACTIONS = st.lists(
    st.tuples(st.sampled_from(("begin", "extend", "release")), st.integers(0, 11), st.integers(1, 9)),
    max_size=60,
)


@pytest.mark.parametrize("eviction", ["lru", "lfu", "ttl"])
@given(actions=ACTIONS)
def test_whatever_happens_the_books_agree(eviction: str, actions: list[tuple[str, int, int]]) -> None:
    index = RadixIndex()
    cache = pool(CAPACITY, index, eviction=eviction, ttl_seconds=15)
    running: list[Held] = []
    for now, (action, which, tokens) in enumerate(actions):
        cache.advance(float(now))
        if action == "begin":
            prompt = PROMPTS[which]
            leading = index.matches(names(prompt)[: (len(prompt) - 1) // SIZE]).get(0, 0)
            held = cache.pin(names(prompt), len(prompt))
            assert held.cached < len(prompt)
            assert held.cached == held.whole * SIZE == leading * SIZE
            running.append(held)
        elif running and action == "extend":
            cache.extend(running[which % len(running)], tokens)
        elif running:
            cache.release(running.pop(which % len(running)))
        check(cache, index, running)
    for held in running:
        cache.release(held)
    assert cache.active == 0


def check(cache: BlockPool, index: RadixIndex, running: list[Held]) -> None:
    shared = {block for held in running for block in held.hashes[: held.whole]}
    assert cache.active == len(shared) + sum(held.private for held in running)
    assert 0 <= cache.free <= CAPACITY
    assert cache.cached == len(index)
    assert all(held.blocks == -(-held.tokens // SIZE) for held in running)
    for prompt in PROMPTS:
        chain = names(prompt)
        known = [bool(index.matches([block])) for block in chain]
        assert known == sorted(known, reverse=True), "a block outlived the one it hangs on"


@given(st.integers(1, 40), st.integers(0, 2**31))
def test_it_never_holds_more_than_it_has_room_for(blocks: int, seed: int) -> None:
    index = RadixIndex()
    cache = pool(blocks, index)
    for number in range(200):
        held = cache.pin(names(range(seed + 100 * number, seed + 100 * number + 9)), 9)
        assert cache.extend(held, 9) == (blocks >= 3)
        cache.release(held)
    assert len(index) == cache.cached <= blocks
