from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.pricing import Cost
from fakeai_proxy.engine.throttle import throttled

PREFILL = Cost(0.1, dram=0.2, tensor=0.8, nvlink=1e9)
DECODE = Cost(0.01, dram=0.6, tensor=0.1, nvlink=1e8)


def test_at_full_clock_nothing_changes() -> None:
    assert throttled(PREFILL, 1.0) is PREFILL


def test_a_prefill_takes_as_much_longer_as_the_clock_is_slower() -> None:
    assert throttled(PREFILL, 0.5) == Cost(0.2, dram=0.1, tensor=0.8, nvlink=5e8)


def test_a_decode_step_only_for_the_share_that_computes() -> None:
    slow = throttled(DECODE, 0.5, DECODE)
    assert slow.seconds == pytest.approx(0.011)
    assert slow.dram * slow.seconds == pytest.approx(DECODE.dram * DECODE.seconds)
    assert slow.tensor == pytest.approx(0.1 / 0.5 / 1.1)


def test_of_a_mixed_step_both() -> None:
    assert throttled(PREFILL, 0.5, DECODE).seconds == pytest.approx(0.009 + 2 * 0.091)


@given(st.floats(0.1, 1), st.floats(0.1, 1), st.floats(0, 1))
def test_a_slower_clock_is_never_faster(one: float, other: float, tensor: float) -> None:
    cost = Cost(1.0, 0.5, tensor)
    fast, slow = (throttled(cost, clock, cost) for clock in (max(one, other), min(one, other)))
    assert 1 <= fast.seconds <= slow.seconds + 1e-12
    assert 0 <= slow.tensor <= 1
