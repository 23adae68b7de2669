from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.eviction import MOST_USES, Eviction, Lfu, Lru, eviction_of
from fakeai_proxy.engine.kv_settings import KVCacheSettings

KINDS: list[Callable[[], Eviction]] = [Lru, Lfu, lambda: Lru(ttl=10.0)]


def use(eviction: Eviction, *blocks: int, now: float = 0.0) -> None:
    """One request takes `blocks` and leaves them, in this order."""
    for block in blocks:
        eviction.take(block)
    eviction.used(blocks)
    for block in blocks:
        eviction.park(block, now)


def drained(eviction: Eviction) -> list[int]:
    return [eviction.evict() for _ in range(len(eviction))]


def test_lru_evicts_what_was_left_the_longest_ago() -> None:
    lru = Lru()
    use(lru, 1, 2, 3)
    use(lru, 1)
    assert drained(lru) == [2, 3, 1]


def test_lfu_evicts_what_was_used_the_least_and_of_equals_what_was_left_first() -> None:
    lfu = Lfu()
    for block in (1, 1, 1, 2, 3, 3, 4):
        use(lfu, block)
    assert drained(lfu) == [2, 4, 3, 1]


def test_lfu_forgets_the_uses_with_the_block() -> None:
    lfu = Lfu()
    use(lfu, 1)
    use(lfu, 1)
    assert lfu.evict() == 1
    use(lfu, 2)
    use(lfu, 2)
    use(lfu, 1)
    assert drained(lfu) == [1, 2]


def test_lfu_stops_counting() -> None:
    lfu = Lfu()
    for _ in range(MOST_USES + 10):
        use(lfu, 1)
    for _ in range(MOST_USES):
        use(lfu, 2)
    assert drained(lfu) == [1, 2]


def test_blocks_expire_after_their_time() -> None:
    ttl = Lru(ttl=10.0)
    use(ttl, 1, now=0.0)
    use(ttl, 2, now=5.0)
    use(ttl, 1, now=6.0)
    assert ttl.expire(14.9) == []
    assert ttl.expire(15.0) == [2]
    assert ttl.expire(100.0) == [1]
    assert len(ttl) == 0


@pytest.mark.parametrize("kind", [Lru, Lfu])
def test_others_never_expire(kind: Callable[[], Eviction]) -> None:
    eviction = kind()
    use(eviction, 1)
    assert eviction.expire(1e12) == []


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_is_parked_nothing_can_be_evicted(kind: Callable[[], Eviction]) -> None:
    eviction = kind()
    assert not eviction.take(1)
    with pytest.raises(KeyError):
        eviction.evict()


@pytest.mark.parametrize("kind", KINDS)
@given(actions=st.lists(st.tuples(st.sampled_from(("use", "take", "evict")), st.integers(0, 8)), max_size=60))
def test_it_holds_what_was_parked_and_not_taken(
    kind: Callable[[], Eviction], actions: list[tuple[str, int]]
) -> None:
    eviction, parked = kind(), set[int]()
    for action, block in actions:
        if action == "use":
            use(eviction, block)
            parked.add(block)
        elif action == "take":
            assert eviction.take(block) == (block in parked)
            parked.discard(block)
        elif parked:
            gone = eviction.evict()
            assert gone in parked
            parked.remove(gone)
        assert len(eviction) == len(parked)
        assert {each for each in range(9) if each in eviction} == parked


@pytest.mark.parametrize(("name", "order"), [("lru", [1, 2]), ("ttl", [1, 2]), ("lfu", [2, 1])])
def test_settings_name_one(name: str, order: list[int]) -> None:
    eviction = eviction_of(KVCacheSettings(eviction=name, ttl_seconds=10))
    use(eviction, 1)
    use(eviction, 1)
    use(eviction, 2)
    assert len(eviction_of(KVCacheSettings())) == 0
    assert bool(eviction.expire(11.0)) == (name == "ttl")
    assert drained(eviction) == ([] if name == "ttl" else order)
