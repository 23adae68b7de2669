from __future__ import annotations

import pytest

from fakeai_proxy.core.clock import ManualClock

from .asking import ask, simulator, told
from .traffic import exchange


def test_dollars_at_the_prices_of_the_catalog() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        price = running.services.catalog.use("gpt-4o").price
        assert price
        assert price.cached_input
        exchange(running, clock, prompt=3_000_000, cached=1_000_000, completion=10)
        exchange(running, clock, "a-model-without-a-price")
        costs = told(ask(running, "/metrics/costs"))
        summed = told(ask(running, "/metrics?metrics=cost"))["cost"]["usd"]
    (one,) = costs["models"]
    assert one["usd"] == pytest.approx(
        {"input": 2 * price.input, "cached_input": price.cached_input, "output": price.output * 10 / 1e6}
    )
    assert one["saved_by_cache_usd"] == pytest.approx(price.input - price.cached_input)
    assert (
        one["usd_total"]
        == costs["usd_total"]
        == pytest.approx(summed)
        == pytest.approx(sum(one["usd"].values()))
    )
    assert one["usd_per_million_tokens"]["date"] == price.date
    assert costs["unpriced"] == ["a-model-without-a-price"]


def test_the_rate_is_that_of_the_window() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, prompt=1_000_000, completion=1, ttft=30)
        clock.advance(6)
        first = told(ask(running, "/metrics/costs"))
        clock.advance(1000)
        later = told(ask(running, "/metrics/costs"))
    assert first["usd_per_hour"] == pytest.approx(first["usd_total"] * 100)
    assert (later["usd_per_hour"], later["usd_total"]) == (0, first["usd_total"])


def test_before_the_first_request() -> None:
    with simulator() as running:
        costs = told(ask(running, "/metrics/costs"))
    assert costs == {
        "usd_total": 0,
        "saved_by_cache_usd": 0,
        "usd_per_hour": 0,
        "models": [],
        "unpriced": [],
    }
