"""Temperatures: the exact solution against many small steps, free and at the limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.engine.gpu.thermal import held, seconds_above, settle
from fakeai_proxy.engine.ledger import Rows

TAU = 30.0


def euler(start: Rows, settled: Rows, seconds: Rows, ceiling: float, floor: Rows) -> Rows:
    """Temperatures after each piece, in small steps: held at the ceiling as far as the floor allows."""
    now, ends = start.copy(), []
    for target, duration in zip(settled, seconds, strict=True):
        steps = max(int(duration * 100), 1)
        keep = np.exp(-duration / steps / TAU)
        for _ in range(steps):
            free, least = target + (now - target) * keep, floor + (now - floor) * keep
            now = np.minimum(free, np.maximum(ceiling, least))
        ends.append(now)
    return np.array(ends)


def test_a_long_time_ends_where_it_settles() -> None:
    assert settle(np.array([30.0]), np.array([[70.0]]), np.array([1e7]), TAU).tolist() == [70.0]


def test_after_one_time_constant_most_of_the_way_is_done() -> None:
    end = settle(np.array([20.0]), np.array([[80.0]]), np.array([TAU]), TAU)
    assert end == pytest.approx(80 - 60 / np.e)


def test_many_pieces_are_one_after_the_other() -> None:
    settled = np.array([[80.0, 40.0], [30.0, 90.0], [60.0, 60.0]])
    seconds, start = np.array([12.0, 1000.0, 0.003]), np.array([25.0, 55.0])
    now = start
    for index in range(3):
        now = settle(now, settled[index : index + 1], seconds[index : index + 1], TAU)
    assert settle(start, settled, seconds, TAU) == pytest.approx(now, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(20, 140), st.floats(0.5, 40)), min_size=1, max_size=7),
    st.floats(20, 110),
    st.floats(20, 100),
)
def test_at_the_limit_as_many_small_steps(
    parts: list[tuple[float, float]], start: float, floor: float
) -> None:
    settled = np.maximum(np.array([[target] for target, _ in parts]), floor)  # no power is below the least
    seconds = np.array([duration for _, duration in parts])
    ends, limit = held(np.array([start]), settled, seconds, TAU, 87.0, np.array([floor]))
    expected = euler(np.array([start]), settled, seconds, 87.0, np.array([floor]))
    assert ends[:, 0] == pytest.approx(expected[:, 0], abs=0.05)
    assert (ends <= limit + 1e-9).all()


def test_a_card_below_its_ceiling_is_not_held() -> None:
    start, settled, seconds = np.array([30.0]), np.array([[60.0], [80.0]]), np.array([20.0, 20.0])
    ends, limit = held(start, settled, seconds, TAU, 87.0, np.array([35.0]))
    assert ends[1] == pytest.approx(settle(start, settled, seconds, TAU))
    assert limit.tolist() == [[87.0], [87.0]]


@pytest.mark.parametrize(
    ("start", "settled", "seconds", "above"),
    [
        (30, 60, 100, 0.0),
        (90, 95, 100, 100.0),
        (30, 140, 60, 60 - TAU * np.log(110 / 53)),
        (100, 20, 60, TAU * np.log(80 / 67)),
        (87, 87, 10, 10.0),
    ],
)
def test_time_above_a_level(start: float, settled: float, seconds: float, above: float) -> None:
    end = settled + (start - settled) * np.exp(-seconds / TAU)
    found = seconds_above(
        *(np.array([x], float) for x in (start, end, settled)), 87.0, np.array([seconds]), TAU
    )
    assert found[0] == pytest.approx(above)
