from __future__ import annotations

import pytest

from .asking import costs, one


def test_found_blocks_are_a_credit_on_the_prefill() -> None:
    assert costs("dynamo", one(), one(overlap=4), one(prefill=32, blocks=7)) == [20, 12, 29]


def test_the_credit_is_weighed_and_the_rest_scaled() -> None:
    assert costs("dynamo", one(overlap=4), overlap_weight=0.5, prefill_load_scale=3) == [3 * 8 + 6]


def test_the_credit_is_never_more_than_there_is_to_prefill() -> None:
    assert costs("dynamo", one(overlap=9), overlap_weight=2) == [1]


def test_a_worker_behind_with_its_prefill_gets_less_credit() -> None:
    """One request's worth (10 blocks) more than the least loaded halves it, at a decay of 1."""
    fresh, busy = costs("dynamo", one(), one(overlap=8, prefill=160), credit_decay=1)
    assert (fresh, busy) == (20, (20 - 8 / 2) + 2)


def test_requests_cost_the_load_balance_weight() -> None:
    assert costs("dynamo", one(requests=4), load_balance_weight=0.25) == [21]


def test_a_prompt_without_tokens_costs_nothing() -> None:
    assert costs("dynamo", one(), one(prefill=16), tokens=0, credit_decay=1) == pytest.approx([0, 1])
