from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock, SystemClock


@given(st.lists(st.floats(0, 1e6)))
def test_a_manual_clock_moves_by_what_it_is_told(waits: list[float]) -> None:
    clock = ManualClock(5.0)
    for seconds in waits:
        before = clock.now(), clock.wall()
        clock.advance(seconds)
        assert clock.now() == before[0] + seconds
        assert clock.wall() == pytest.approx(before[1] + seconds)
    assert clock.now() == pytest.approx(5.0 + sum(waits))


def test_a_manual_clock_has_a_date() -> None:
    clock = ManualClock(start=100.0, wall=1_000.0)
    assert (clock.now(), clock.wall()) == (100.0, 1_000.0)
    assert ManualClock().wall() == 1_700_000_000.0


@pytest.mark.parametrize("seconds", [-1.0, -1e-9])
def test_time_does_not_go_back(seconds: float) -> None:
    clock = ManualClock()
    with pytest.raises(ValueError, match=r"cannot go back \(-"):
        clock.advance(seconds)
    assert clock.now() == 0.0


def test_the_system_clock_goes_on_and_knows_the_date() -> None:
    clock = SystemClock()
    times = [clock.now() for _ in range(100)]
    assert times == sorted(times)
    assert clock.wall() > 1_700_000_000
