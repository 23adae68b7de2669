import numpy as np

from fakeai_proxy.telemetry.families.build import counter, gauge, grouped, histogram, summed, within
from fakeai_proxy.telemetry.histogram import Spread
from fakeai_proxy.telemetry.keys import Group

BOUNDS = (1.0, 10.0)
SPREAD = Spread(np.array([2, 1, 1]), 20.5)


def told(metric):
    return [(sample.name, sample.labels, sample.value) for sample in metric.samples]


def test_a_gauge_and_a_counter():
    assert told(gauge("g", "", ("b", "a"), {("1", "2"): 3.0})) == [("g", {"b": "1", "a": "2"}, 3.0)]
    assert told(counter("c_total", "", (), {(): 3.0})) == [("c_total", {}, 3.0)]
    assert [counter(name, "", (), {}).name for name in ("c_total", "events")] == ["c", "events"]


def test_labels_are_in_the_order_of_the_alphabet():
    (sample,) = gauge("g", "", ("b", "a"), {("1", "2"): 3.0}).samples
    assert list(sample.labels) == ["a", "b"]
    bucket = histogram("h", "", ("model", "engine"), {("m", "0"): (SPREAD, BOUNDS)}).samples[0]
    assert list(bucket.labels) == ["engine", "le", "model"]


def test_a_histogram_is_cumulative():
    assert told(histogram("h", "", (), {(): (SPREAD, BOUNDS)})) == [
        ("h_bucket", {"le": "1.0"}, 2),
        ("h_bucket", {"le": "10.0"}, 3),
        ("h_bucket", {"le": "+Inf"}, 4),
        ("h_count", {}, 4),
        ("h_sum", {}, 20.5),
    ]


def test_values_of_a_label_are_summed():
    assert summed([(("a",), 1), (("b",), 2), (("a",), 3)]) == {("a",): 4, ("b",): 2}


def test_spreads_of_a_label_are_one():
    spreads = {Group(1, worker, 0): SPREAD for worker in (-1, 0, 1)}
    found = grouped(spreads, BOUNDS, lambda group: None if group.worker < 0 else ("x",))
    spread, bounds = found[("x",)]
    assert (spread.counts.tolist(), spread.sum, bounds) == ([4, 2, 2], 41.0, BOUNDS)


def test_bounds_past_a_limit_are_left_out():
    spread, bounds = within((SPREAD, BOUNDS), 5)
    assert (spread.counts.tolist(), spread.sum, bounds) == ([2, 2], 20.5, (1.0,))
    assert within((SPREAD, BOUNDS), 10)[1] == BOUNDS
