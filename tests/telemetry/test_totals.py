import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.columns import ROW
from fakeai_proxy.telemetry.keys import Group, group_of
from fakeai_proxy.telemetry.totals import HISTOGRAMS, Last, Totals
from fakeai_proxy.telemetry.values import VALUES


def rows_of(*times, worker=0):
    rows = np.zeros(len(times), ROW)
    rows["ttft"], rows["worker"], rows["choices"], rows["prompt_tokens"] = times, worker, 1, 10
    return rows


@settings(max_examples=25)
@given(st.lists(st.floats(0, 600), max_size=30), st.integers(1, 10))
def test_portions_make_no_difference(times, size):
    whole, parts = Totals(), Totals()
    whole.fold(rows_of(*times))
    for start in range(0, len(times), size):
        parts.fold(rows_of(*times[start : start + size]))
    for bounds in HISTOGRAMS["ttft"]:
        counts = [
            [spread.counts.tolist() for spread in totals.spreads("ttft", bounds).values()]
            for totals in (whole, parts)
        ]
        assert counts[0] == counts[1]
    assert whole.exchanges.cells() == parts.exchanges.cells()


def test_every_value_is_counted_in_buckets():
    assert VALUES.keys() | {"itl"} == HISTOGRAMS.keys()


def test_gaps_are_counted_by_group():
    totals = Totals()
    one, two = group_of(2, 0, 0), group_of(3, 0, 0)
    totals.fold_gaps(np.array([one, two]), np.array([0, 1, 1]), np.array([0.01, 0.02, 100.0]))
    spreads = totals.spreads("itl", b.ITL)
    assert [spreads[Group(model, 0, 0)].counts.sum() for model in (2, 3)] == [1, 2]
    assert spreads[Group(3, 0, 0)].counts[-1] == 1


def test_the_last_of_each_worker():
    totals = Totals()
    totals.fold(rows_of(0.1, 0.2, worker=[0, 1]))
    totals.fold(rows_of(0.3, worker=1))
    assert {worker: last.ttft for (_, worker), last in totals.last.items()} == {0: 0.1, 1: 0.3}
    assert isinstance(totals.last[0, 0], Last)


def test_only_what_a_worker_served_is_of_the_cluster():
    totals = Totals()
    totals.fold(rows_of(0.1, 0.2, worker=[-1, 3]))
    assert [key.worker for key in totals.served.cells()] == [3]
    assert sum(sums.requests for sums in totals.exchanges.cells().values()) == 2


def test_a_copy_stays_as_it_was():
    totals = Totals()
    before = totals.copy()
    totals.fold(rows_of(0.1))
    assert before.spreads("ttft", b.TTFT) == {}
    assert before.last == {}
    assert len(totals.exchanges.cells()) == 1
