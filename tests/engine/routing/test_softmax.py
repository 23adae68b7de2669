from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.routing.softmax import drawn, probabilities

COSTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=8)


def test_costs_are_measured_by_their_spread() -> None:
    weights = [1, exp(-0.5 / 0.5), exp(-1 / 0.5)]
    assert probabilities([10, 15, 20], 0.5) == pytest.approx([weight / sum(weights) for weight in weights])


def test_equal_costs_have_equal_chances() -> None:
    assert probabilities([7, 7, 7, 7], 0.1) == [0.25] * 4


@given(COSTS, st.floats(1e-3, 100))
def test_chances_add_up_and_follow_the_costs(costs: list[float], temperature: float) -> None:
    chances = probabilities(costs, temperature)
    assert sum(chances) == pytest.approx(1)
    order = sorted(range(len(costs)), key=costs.__getitem__)
    assert all(chances[one] >= chances[next_] for one, next_ in pairwise(order))


def test_a_low_temperature_takes_the_lowest() -> None:
    assert probabilities([1, 2], 1e-3)[0] == pytest.approx(1)


def test_positions_are_drawn_by_their_chances() -> None:
    rng = np.random.default_rng(0)
    counts = Counter(drawn([0.2, 0.0, 0.8], rng) for _ in range(1000))
    assert 150 <= counts[0] <= 250
    assert counts[1] == 0


def test_chances_that_fall_short_by_rounding_lead_to_the_last() -> None:
    assert drawn([0.0, 0.0], np.random.default_rng(0)) == 1
