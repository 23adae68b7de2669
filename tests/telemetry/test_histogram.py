import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry.histogram import Histogram
from fakeai_proxy.telemetry.keys import Group, group_of

COARSE, FINE = (0.0, 1.0, 10.0), (0.5, 1.0, 2.0)
ONE, TWO = group_of(1, 0, 0), group_of(2, 0, 0)


def added(values, group=ONE):
    histogram = Histogram(COARSE, FINE)
    histogram.add(np.array([group]), np.zeros(len(values), np.intp), np.array(values, float))
    return histogram


@pytest.mark.parametrize("bounds", [COARSE, FINE])
@given(values=st.lists(st.floats(-1, 20), min_size=1))
def test_a_value_is_in_the_first_bucket_whose_bound_it_does_not_pass(bounds, values):
    (spread,) = added(values).spreads(bounds).values()
    cumulative = np.cumsum(spread.counts).tolist()
    assert cumulative == [sum(value <= bound for value in values) for bound in (*bounds, np.inf)]
    assert spread.sum == pytest.approx(sum(values))


def test_groups_are_apart():
    histogram = Histogram(FINE)
    histogram.add(np.array([ONE, TWO]), np.array([0, 1, 1]), np.array([0.1, 5.0, 6.0]))
    counts = {group.model: spread.counts.tolist() for group, spread in histogram.spreads(FINE).items()}
    assert counts == {1: [1, 0, 0, 0], 2: [0, 0, 0, 2]}


def test_what_is_not_known_is_not_counted():
    assert added([np.nan]).spreads(FINE) == {}
    (spread,) = added([np.nan, 0.75]).spreads(FINE).values()
    assert (spread.counts.tolist(), spread.sum) == ([0, 1, 0, 0], 0.75)


def test_a_copy_stays_as_it_was():
    histogram = added([1.0])
    before = histogram.copy()
    histogram.add(np.array([ONE]), np.zeros(1, np.intp), np.array([1.0]))
    assert [each.spreads(FINE)[Group(1, 0, 0)].sum for each in (before, histogram)] == [1.0, 2.0]
