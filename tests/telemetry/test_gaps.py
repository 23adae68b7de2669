import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry.gaps import Gaps, between

REPLIES = st.lists(st.lists(st.floats(0, 1), max_size=5), max_size=12)


def taken(gaps):
    groups, where, seconds = gaps.take()
    return [*zip(groups[where].tolist(), seconds.tolist(), strict=True)]


@given(REPLIES, st.integers(1, 9))
def test_each_gap_is_taken_once(replies, every):
    gaps, found = Gaps(1000), []
    for number, seconds in enumerate(replies):
        gaps.append(number, float(number), 0, np.array(seconds))
        if number % every == 0:
            found += taken(gaps)
    found += taken(gaps)
    assert found == [(number, gap) for number, seconds in enumerate(replies) for gap in seconds]
    assert gaps.waiting == 0


@given(REPLIES, st.integers(1, 20))
def test_the_last_ones_are_remembered(replies, capacity):
    gaps = Gaps(capacity)
    for number, seconds in enumerate(replies):
        gaps.append(0, float(number), 0, np.array(seconds))
        gaps.take()
    every = [gap for seconds in replies for gap in seconds]
    assert gaps.since(-1.0)["seconds"].tolist() == every[-capacity:]


def test_since_a_time():
    gaps = Gaps(100)
    gaps.append(0, 1.0, 5, np.array([0.1]))
    gaps.append(0, 2.0, 6, np.array([0.2, 0.3]))
    gaps.take()
    assert gaps.since(1.5)[["at", "seconds", "model"]].tolist() == [(2.0, 0.2, 6), (2.0, 0.3, 6)]


def test_between_times():
    assert between([1.0, 1.5, 3.0]).tolist() == [0.5, 1.5]
    assert between([]).tolist() == between([1.0]).tolist() == []
