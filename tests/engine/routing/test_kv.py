from __future__ import annotations

import pytest

from .asking import costs, one


def test_what_is_left_to_prefill_and_what_is_held_count_in_blocks() -> None:
    """A prompt of 10 blocks: 10 to prefill and 10 to hold, less what is found, plus what is there."""
    assert costs("kv", one(), one(overlap=4), one(prefill=32, blocks=7)) == [20, 12, 29]


def test_each_active_request_costs_the_load_balance_weight() -> None:
    assert costs("kv", one(requests=3)) == [21.5]
    assert costs("kv", one(requests=3), load_balance_weight=2) == [26]


def test_the_overlap_weight_scales_the_prefill_alone() -> None:
    assert costs("kv", one(overlap=4, prefill=16), overlap_weight=2) == [2 * (10 + 1 - 4) + 6]


def test_tokens_of_partial_blocks_are_prefilled_in_part() -> None:
    assert costs("kv", one(overlap=2), tokens=40) == [0.5 + 1]


@pytest.mark.parametrize("policy", ["kv", "dynamo"])
def test_without_an_overlap_weight_caches_do_not_count(policy: str) -> None:
    cached, other = costs(policy, one(overlap=4), one(), overlap_weight=0)
    assert cached == other
