from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry.columns import COLUMNS
from fakeai_proxy.telemetry.ring import FIRST, Ring


def filled(capacity, count):
    ring = Ring(capacity)
    for number in range(count):
        ring.append([float(number), *[0] * (len(COLUMNS) - 1)])
    return ring


@given(st.integers(1, 20), st.integers(0, 70))
def test_it_holds_the_last_rows_in_their_order(capacity, count):
    ring = filled(capacity, count)
    assert ring.rows()["at"].tolist() == [*range(max(0, count - capacity), count)]
    assert ring.written == count


@given(st.integers(1, 20), st.integers(0, 70), st.floats(-1, 80))
def test_since_a_time(capacity, count, since):
    ring = filled(capacity, count)
    kept = [at for at in range(max(0, count - capacity), count) if at >= since]
    assert ring.rows(since)["at"].tolist() == kept


def test_it_grows_as_it_is_filled():
    ring = filled(3 * FIRST, 3 * FIRST + 5)
    assert ring.rows()["at"].tolist() == [*range(5, 3 * FIRST + 5)]


def test_a_number_too_large_is_cut():
    ring = Ring(4)
    ring.append([0.0] * 7 + [10**20] * (len(COLUMNS) - 7))
    assert ring.rows()["prompt_tokens"].tolist() == [2**32 - 1]


def test_what_is_gone_is_not_in_a_slice():
    assert filled(4, 10).slice(0, 8)["at"].tolist() == [6, 7]
