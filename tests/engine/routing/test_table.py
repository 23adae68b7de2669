from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.routing import ROUTERS, Candidate

from .asking import costs, one

NUMBERS = st.integers(0, 100_000)
CANDIDATES = st.lists(
    st.builds(one, overlap=st.integers(0, 10), prefill=NUMBERS, blocks=NUMBERS, requests=NUMBERS)
)


@pytest.mark.parametrize("policy", ROUTERS)
@given(CANDIDATES.filter(bool), st.integers(0, 99))
def test_every_policy_has_a_cost_for_each_and_repeats_itself(
    policy: str, candidates: list[Candidate], seed: int
) -> None:
    told = costs(policy, *candidates, seed=seed)
    assert len(told) == len(candidates)
    assert isfinite(min(told))
    assert told == costs(policy, *candidates, seed=seed)


def test_only_costs_in_blocks_are_tempered() -> None:
    assert {name for name, policy in ROUTERS.items() if policy.tempered} == {"kv", "dynamo"}
    assert all(policy.unit == "blocks" for policy in ROUTERS.values() if policy.tempered)
