from __future__ import annotations

from statistics import median
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth import Effort, reasoning_tokens
from fakeai_proxy.synth.reasoning import MEDIANS

EFFORTS = st.sampled_from(list(MEDIANS))


def test_every_effort_has_a_median_more_for_more_effort() -> None:
    assert tuple(MEDIANS) == get_args(Effort)
    assert list(MEDIANS.values()) == sorted(MEDIANS.values())


@pytest.mark.parametrize("effort", ["low", "medium", "high"])
@pytest.mark.parametrize("unit", [1, 64])
def test_half_of_all_are_below_the_median(effort: Effort, unit: int) -> None:
    rng = np.random.default_rng(0)
    drawn = [reasoning_tokens(rng, effort, unit) for _ in range(2_000)]
    assert median(drawn) == pytest.approx(MEDIANS[effort], rel=0.05)
    near = [MEDIANS[effort] / 2 - unit <= tokens <= MEDIANS[effort] * 2 + unit for tokens in drawn]
    assert sum(near) / len(near) > 0.88


@given(EFFORTS, st.sampled_from([1, 64]), st.integers(0, 2**32))
def test_tokens_are_multiples_of_the_unit(effort: Effort, unit: int, seed: int) -> None:
    tokens = reasoning_tokens(np.random.default_rng(seed), effort, unit)
    assert tokens >= 0
    assert tokens % unit == 0
    assert tokens == reasoning_tokens(np.random.default_rng(seed), effort, unit)


@given(EFFORTS, st.integers(0, 2**32))
def test_chance_goes_on_alike_after_every_effort(effort: Effort, seed: int) -> None:
    one, other = np.random.default_rng(seed), np.random.default_rng(seed)
    reasoning_tokens(one, effort)
    reasoning_tokens(other, "none")
    assert one.random() == other.random()


def test_no_effort_is_no_token() -> None:
    assert reasoning_tokens(np.random.default_rng(0), "none") == 0
