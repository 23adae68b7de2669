from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.admin.measure import grouped, share, spread, total
from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.keys import Exchanges

KEY = Exchanges(2, 3, 0, 0, 200, 1, 0, 0)


def test_nothing_known_of_nothing() -> None:
    unknown = {"count": 0, "mean": None, "p50": None, "p90": None, "p95": None, "p99": None, "max": None}
    assert spread(np.array([])) == unknown
    assert spread(np.array([np.nan, np.inf])) == unknown


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_what_is_known_is_in_order(values: list[float]) -> None:
    found = spread(np.array([*values, np.nan]))
    assert found["count"] == len(values)
    assert found["mean"] == pytest.approx(sum(values) / len(values))
    assert sorted(found[name] for name in ("p50", "p90", "p95", "p99", "max")) == [
        found[name] for name in ("p50", "p90", "p95", "p99", "max")
    ]
    assert found["max"] == max(values)


def test_of_many_values_percentiles_are_of_a_sample() -> None:
    found = spread(np.arange(100_001, dtype=np.float64))
    assert (found["count"], found["mean"], found["max"]) == (100_001, 50_000, 100_000)
    assert found["p50"] == pytest.approx(50_000, rel=1e-3)
    assert found["p99"] == pytest.approx(99_000, rel=1e-3)


def test_sums_add_up() -> None:
    one, other = Sums(1, 10, 5, 2, 1), Sums(2, 20)
    assert total([one, other]) == Sums(3, 30, 5, 2, 1)
    assert total([]) == Sums()


def test_groups_come_in_order_of_requests() -> None:
    cells = {KEY: Sums(1), KEY._replace(status=500): Sums(3), KEY._replace(model=4): Sums(1)}
    assert grouped(cells, lambda key: str(key.status)) == {"500": Sums(3), "200": Sums(2)}
    assert list(grouped(cells, lambda key: str(key.status))) == ["500", "200"]


def test_a_share_of_nothing() -> None:
    assert (share(1, 4), share(1, 0)) == (0.25, 0.0)
