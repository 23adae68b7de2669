from __future__ import annotations

from statistics import mean, pstdev
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fakeai_proxy.engine import Latency, LatencySettings

INSTANT = {"ttft_ms": 0, "itl_ms": 0}


def waits(tokens: int, seed: int = 0, **settings: Any) -> list[float]:
    return Latency(LatencySettings(**settings)).waits(tokens, np.random.default_rng(seed))


def test_the_first_wait_is_the_ttft_and_the_others_the_itl() -> None:
    exact = {"ttft_ms": 20, "itl_ms": 5, "ttft_variance_percent": 0, "itl_variance_percent": 0}
    assert waits(4, **exact) == [0.02, 0.005, 0.005, 0.005]
    assert waits(1, **exact) == waits(0, **exact) == [0.02]


def test_the_response_delay_comes_before_the_first_token() -> None:
    settings = {"ttft_variance_percent": 0, "itl_ms": 0, "response_delay": 1.5, "random_delay": False}
    assert waits(2, **settings) == [1.52, 0]


def test_without_any_latency_there_is_nothing_to_wait_for_nor_to_draw() -> None:
    rng, untouched = np.random.default_rng(7), np.random.default_rng(7)
    assert Latency(LatencySettings(**INSTANT)).waits(5, rng) == []
    assert rng.random() == untouched.random()


@given(
    st.integers(0, 100),
    st.integers(0, 2**32),
    st.floats(0, 600_000),
    st.floats(0, 100),
    st.floats(0, 600_000),
    st.floats(0, 100),
)
def test_each_wait_is_within_its_variance(
    tokens: int, seed: int, ttft: float, ttft_variance: float, itl: float, itl_variance: float
) -> None:
    seconds = waits(
        tokens,
        seed,
        ttft_ms=ttft,
        ttft_variance_percent=ttft_variance,
        itl_ms=itl,
        itl_variance_percent=itl_variance,
    )
    assert len(seconds) == (max(tokens, 1) if ttft or itl else 0)
    for at, wait in enumerate(seconds):
        center, percent = (itl, itl_variance) if at else (ttft, ttft_variance)
        assert wait >= 0
        assert abs(wait * 1e3 - center) <= center * percent / 100 + 1e-6


def test_one_that_is_set_gives_the_other_its_default() -> None:
    exact = {"ttft_variance_percent": 0, "itl_variance_percent": 0}
    assert waits(2, ttft_ms=1, **exact) == [0.001, 0.005]
    assert waits(2, itl_ms=1, **exact) == [0.02, 0.001]


@pytest.mark.parametrize(
    ("settings", "fixed", "instant"),
    [
        ({}, False, False),
        ({"response_delay": 1}, False, False),
        ({"ttft_ms": 0}, True, False),
        ({"itl_ms": 3}, True, False),
        (INSTANT, True, True),
        (INSTANT | {"response_delay": 1}, True, False),
    ],
)
def test_times_are_fixed_where_the_user_set_one(
    settings: dict[str, float], fixed: bool, instant: bool
) -> None:
    latency = Latency(LatencySettings(**settings))
    assert (latency.fixed, latency.instant) == (fixed, instant)


def test_variance_keeps_the_mean() -> None:
    seconds = waits(20_000, itl_ms=10, itl_variance_percent=50)[1:]
    assert mean(seconds) == pytest.approx(0.010, rel=0.01)
    assert pstdev(seconds) == pytest.approx(0.005 / 3**0.5, rel=0.02)


def test_the_delay_varies_by_its_own_factor() -> None:
    delays = [waits(1, seed, **INSTANT, response_delay=2.0, max_variance=0.5)[0] for seed in range(500)]
    assert 1.0 <= min(delays) < 1.1
    assert 2.9 < max(delays) <= 3.0
    assert mean(delays) == pytest.approx(2.0, rel=0.03)


def test_the_delay_can_be_had_alone() -> None:
    latency = Latency(LatencySettings(response_delay=2.0, max_variance=0.5))
    delays = [latency.delay(np.random.default_rng(seed)) for seed in range(500)]
    assert 1.0 <= min(delays) < 1.1
    assert 2.9 < max(delays) <= 3.0


def test_without_a_delay_there_is_nothing_to_draw() -> None:
    rng, untouched = np.random.default_rng(7), np.random.default_rng(7)
    assert Latency(LatencySettings()).delay(rng) == 0
    assert rng.random() == untouched.random()


def test_the_same_seed_waits_the_same() -> None:
    assert waits(50, 1) == waits(50, 1) != waits(50, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ttft_ms", -1),
        ("ttft_ms", 600_001),
        ("itl_ms", float("nan")),
        ("itl_ms", float("inf")),
        ("ttft_variance_percent", 101),
        ("itl_variance_percent", -0.1),
        ("response_delay", -1),
        ("max_variance", 1.1),
        ("time_scale", -0.1),
        ("time_scale", float("inf")),
        ("random_delay", "perhaps"),
        ("ttft", 5),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        LatencySettings(**{name: value})


def test_settings_are_frozen_and_say_what_they_mean() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        LatencySettings().ttft_ms = 1  # type: ignore[misc]
    assert all(field.description for field in LatencySettings.model_fields.values())
