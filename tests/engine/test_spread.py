from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.engine.spread import Spread


@given(st.lists(st.floats(1e-5, 1e5), min_size=1, max_size=200), st.sampled_from([0.0, 0.5, 0.9, 0.99, 1.0]))
def test_quantiles_are_true_to_half_a_percent(values: list[float], share: float) -> None:
    spread = Spread()
    spread.add(values[:3])
    spread.add(values[3:])
    exact = sorted(values)[min(int(share * len(values)), len(values) - 1)]
    assert spread.quantile(share) == pytest.approx(exact, rel=0.0051)


def test_mean_and_extremes_are_exact() -> None:
    spread = Spread()
    spread.add(np.array([0.01, 0.02, 0.06]))
    assert (spread.mean, spread.least, spread.most, spread.count) == (pytest.approx(0.03), 0.01, 0.06, 3)


def test_of_nothing_there_is_no_number() -> None:
    spread = Spread()
    spread.add([])
    assert isnan(spread.mean)
    assert isnan(spread.quantile(0.5))


def test_what_is_out_of_range_is_counted_at_its_end() -> None:
    spread = Spread()
    spread.add([0.0, 1e9])
    assert (spread.quantile(0.0), spread.quantile(1.0)) == (
        pytest.approx(0, abs=2e-6),
        pytest.approx(1e6, rel=0.02),
    )
