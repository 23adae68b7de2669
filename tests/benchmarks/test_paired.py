from itertools import count

from benchmarks.paired import interleave, percentile, ratio


def test_every_round_visits_all_and_moves_the_order_on():
    visits = []
    measures = {name: lambda name=name: visits.append(name) or 0.0 for name in "abc"}
    interleave(measures, 3)
    assert "".join(visits) == "abcbcacab"


def test_figures_are_kept_by_name_and_round():
    ticks = count()
    assert interleave({"a": lambda: next(ticks), "b": lambda: 9}, 2) == {"a": [0, 1], "b": [9, 9]}


def test_ratio_is_the_median_of_the_rounds_so_that_drift_cancels():
    assert ratio([100, 50, 10], [200, 100, 20]) == 0.5


def test_percentile_is_a_value_that_occurred():
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 50, 99, 100]
    assert percentile([7.0], 0.99) == 7
