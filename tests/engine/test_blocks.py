from __future__ import annotations

from struct import pack

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xxhash import xxh3_64_intdigest

from fakeai_proxy.engine.blocks import answer_hashes, block_hashes, chained, local_hashes

TOKENS = st.lists(st.integers(0, 2**32 - 1), max_size=60)
SIZES = st.integers(1, 20)


@pytest.mark.parametrize(
    ("tokens", "block_size", "hashes"),
    [
        (128, 64, [3480597578098033343, 3318286205056455972]),
        (40, 16, [15310707395893867146, 15292316782987903195]),
    ],
)
def test_local_hashes_are_those_of_dynamo(tokens: int, block_size: int, hashes: list[int]) -> None:
    """As its compute_block_hash_for_seq(range(tokens), block_size) gives them."""
    assert local_hashes(range(tokens), block_size) == hashes


def test_the_chain_begins_with_the_local_hash_and_takes_in_one_after_the_other() -> None:
    first, second, third = local_hashes(range(48), 16)
    pair = xxh3_64_intdigest(pack("<QQ", first, second), 1337)
    assert block_hashes(range(48), 16) == [first, pair, xxh3_64_intdigest(pack("<QQ", pair, third), 1337)]


@given(TOKENS, SIZES)
def test_only_whole_blocks_have_a_hash(tokens: list[int], size: int) -> None:
    assert len(block_hashes(tokens, size)) == len(tokens) // size


@given(TOKENS, SIZES, st.sampled_from(("", "tenant-a")))
def test_lists_arrays_and_ranges_hash_alike(tokens: list[int], size: int, salt: str) -> None:
    array = np.array(tokens, np.uint32)
    assert block_hashes(tokens, size, salt) == block_hashes(array, size, salt)
    assert block_hashes(array.astype(np.int64), size, salt) == block_hashes(tokens, size, salt)


@given(TOKENS, TOKENS, SIZES)
def test_hashes_agree_as_far_as_the_prompts_do(one: list[int], other: list[int], size: int) -> None:
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    whole = (min(len(one), len(other)) if shared is None else shared) // size
    first, second = block_hashes(one, size), block_hashes(other, size)
    assert first[:whole] == second[:whole]
    assert not set(first[whole:]) & set(second[whole:])


@given(TOKENS, SIZES, st.integers(0, 5))
def test_a_prompt_may_be_hashed_in_parts(tokens: list[int], size: int, blocks: int) -> None:
    whole = block_hashes(tokens, size, "salt")
    blocks = min(blocks, len(whole))
    head, rest = tokens[: blocks * size], tokens[blocks * size :]
    parts = block_hashes(head, size, "salt")
    assert parts + block_hashes(rest, size, "salt", parent=parts[-1] if parts else None) == whole


@given(TOKENS, TOKENS, SIZES, st.sampled_from(["", "tenant"]))
def test_an_answer_is_named_as_the_next_turn_names_it(
    prompt: list[int], answer: list[int], size: int, salt: str
) -> None:
    names = block_hashes(prompt, size, salt)
    assert names + answer_hashes(prompt, names, answer, size, salt) == block_hashes(
        prompt + answer, size, salt
    )


def test_a_salt_sets_the_whole_chain_apart() -> None:
    chains = [set(block_hashes(range(64), 16, salt)) for salt in ("", "a", "b", "\ud800")]
    assert len(set().union(*chains)) == sum(map(len, chains))
    assert block_hashes(range(64), 16, "a") == block_hashes(range(64), 16, "a")


def test_where_a_block_stands_is_in_its_hash() -> None:
    hashes = block_hashes([7] * 64, 16)
    assert len(set(hashes)) == 4
    assert len(set(local_hashes([7] * 64, 16))) == 1


def test_nothing_has_no_hash() -> None:
    assert block_hashes([], 16) == block_hashes(range(15), 16, "salt") == chained([]) == []
