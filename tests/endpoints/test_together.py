from itertools import accumulate, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.endpoints.together import Together

from .runs import planned

WAITS = st.lists(st.lists(st.floats(0.01, 10), min_size=1, max_size=6), min_size=1, max_size=4)


def tokens(together, count):
    """Seconds until each token."""
    return list(accumulate(sum(wait.seconds for wait in together.token()) for _ in range(count)))


def test_a_token_is_due_when_the_last_of_all_has_it():
    together = Together([planned(1, 1, 1), planned(0.5, 2), planned(0.1, 0.1, 0.1)])
    assert tokens(together, 3) == pytest.approx([1, 2.5, 3])


@given(WAITS)
def test_no_run_is_waited_for_twice(waits):
    count = max(map(len, waits))
    due = list(zip_longest(*map(accumulate, waits), fillvalue=0))
    expected = list(accumulate((max(times) for times in due), max))
    assert tokens(Together([planned(*each) for each in waits]), count) == pytest.approx(expected)


@given(WAITS)
def test_the_whole_takes_as_long_as_the_stream(waits):
    together = Together([planned(*each) for each in waits])
    assert sum(wait.seconds for wait in together.finish()) == pytest.approx(max(map(sum, waits)))
    assert together.elapsed == pytest.approx(max(map(sum, waits)))


def test_it_is_instant_where_all_are():
    assert Together([planned(), planned()]).instant
    assert not Together([planned(), planned(1)]).instant


def test_closing_it_closes_all():
    runs = [planned(1), planned(2)]
    Together(runs).close()
    assert [run.closed for run in runs] == [1, 1]
