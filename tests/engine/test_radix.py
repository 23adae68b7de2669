from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.radix import RadixIndex

FOUR = block_hashes(range(64), 16)


def test_each_worker_has_the_blocks_that_lead() -> None:
    """As Dynamo's own tree counts them."""
    index = RadixIndex()
    index.stored(1, FOUR)
    index.stored(2, FOUR[:2])
    assert index.matches(FOUR) == {1: 4, 2: 2}
    index.removed(1, FOUR[3:])
    assert index.matches(FOUR) == {1: 3, 2: 2}
    index.remove_worker(2)
    assert index.matches(FOUR) == {1: 3}


def test_blocks_are_stored_after_their_parent() -> None:
    index = RadixIndex()
    assert index.stored(0, FOUR[:2])
    assert index.stored(0, FOUR[2:], parent=FOUR[1])
    assert index.matches(FOUR) == {0: 4}


def test_what_has_no_parent_is_not_taken() -> None:
    index = RadixIndex()
    index.stored(0, FOUR[:1])
    assert not index.stored(0, FOUR[2:], parent=FOUR[1])
    assert not index.stored(1, FOUR[1:], parent=FOUR[0])
    assert len(index) == 1


def test_a_gap_ends_the_match() -> None:
    index = RadixIndex()
    index.stored(0, FOUR)
    index.removed(0, FOUR[1:2])
    assert index.matches(FOUR) == {0: 1}
    index.stored(0, FOUR[1:2])
    assert index.matches(FOUR) == {0: 4}


def test_another_prompt_matches_nothing() -> None:
    index = RadixIndex()
    index.stored(0, FOUR)
    assert index.matches(block_hashes(range(1, 65), 16)) == index.matches([]) == {}


def test_what_is_removed_leaves_nothing_behind() -> None:
    index = RadixIndex()
    for worker in range(64):
        index.stored(worker, FOUR)
    assert len(index) == 4
    assert index.matches(FOUR) == dict.fromkeys(range(64), 4)
    for worker in range(64):
        index.removed(worker, FOUR)
        index.removed(worker, FOUR)
    assert len(index) == 0


CHAINS = (FOUR, block_hashes([*range(32), *range(99, 131)], 16), block_hashes(range(500, 564), 16))
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("stored", "removed", "remove_worker")),
        st.integers(0, 4),
        st.sampled_from(CHAINS),
        st.slices(4),
    ),
    max_size=40,
)


@given(EVENTS)
def test_it_agrees_with_a_set_for_each_worker(events: list[tuple[str, int, list[int], slice]]) -> None:
    index, held = RadixIndex(), defaultdict[int, set[int]](set)
    for event, worker, chain, part in events:
        match event:
            case "stored":
                index.stored(worker, chain[part])
                held[worker] |= set(chain[part])
            case "removed":
                index.removed(worker, chain[part])
                held[worker] -= set(chain[part])
            case _:
                index.remove_worker(worker)
                held[worker].clear()
    assert len(index) == len(set().union(*held.values()))
    for chain in CHAINS:
        depths = {worker: leading(chain, blocks) for worker, blocks in held.items()}
        assert index.matches(chain) == {worker: depth for worker, depth in depths.items() if depth}


def leading(chain: list[int], held: set[int]) -> int:
    return next((at for at, block in enumerate(chain) if block not in held), len(chain))
