from __future__ import annotations

from math import isnan, nan

import pytest

from fakeai_proxy.chaos.metrics import METRICS, MetricName, Outcome, Outcomes


def outcome(subject: str = "a", status: int = 200, **fields: object) -> Outcome:
    ok = 0 < status < 400
    return Outcome(0.0, subject.encode(), ok, status, 1.0, 0.5, False, True)._replace(**fields)  # type: ignore[arg-type]


def read(name: MetricName, outcomes: Outcomes) -> tuple[float, int]:
    return METRICS[name][1](outcomes)


def test_a_retry_that_succeeds_mends_its_request() -> None:
    outcomes = [outcome("a", 500), outcome("a"), outcome("b", 429), outcome("c"), outcome("c")]
    assert read("client_error_ratio", outcomes) == (0.25, 4)
    assert read("client_success_ratio", outcomes) == (0.75, 4)
    assert read("attempt_error_ratio", outcomes) == (0.4, 5)


def test_only_untouched_live_replies_blame_upstream() -> None:
    outcomes = [
        outcome(status=503),
        outcome(status=0, ttfb=nan),
        outcome(),
        outcome(status=404),
        outcome(status=500, touched=True),
        outcome(status=500, live=False),
    ]
    assert read("unmatched_upstream_5xx", outcomes) == (0.5, 4)


def test_percentiles_are_of_what_is_known() -> None:
    outcomes = [outcome(seconds=float(n), ttfb=nan if n < 50 else float(n)) for n in range(101)]
    assert read("latency_p50", outcomes) == (50, 101)
    assert read("latency_p99", outcomes) == (99, 101)
    assert read("ttfb_p50", outcomes) == (75, 51)
    assert read("requests", outcomes) == (101, 101)


@pytest.mark.parametrize("name", [name for name in METRICS if name != "requests"])
def test_of_nothing_nothing_is_known(name: MetricName) -> None:
    value, count = read(name, [])
    assert isnan(value)
    assert count == 0
