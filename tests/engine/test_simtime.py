from __future__ import annotations

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine.simtime import SimTime


def test_it_begins_at_0_and_runs_as_the_clock() -> None:
    clock = ManualClock(100.0)
    time = SimTime(clock)
    clock.advance(2.5)
    assert (time.now(), time.wall(2.0)) == (2.5, 2.0)


def test_scaled_it_runs_faster_than_the_clock() -> None:
    clock = ManualClock()
    time = SimTime(clock, 0.1)
    clock.advance(1.0)
    assert time.now() == pytest.approx(10.0)
    assert time.wall(10.0) == 1.0


def test_where_nothing_waits_it_jumps() -> None:
    clock = ManualClock()
    time = SimTime(clock, 0)
    clock.advance(1.0)
    time.skip(60.0)
    assert (time.now(), time.wall(60.0)) == (61.0, 0.0)


def test_only_instant_time_jumps_and_none_goes_back() -> None:
    with pytest.raises(ValueError, match="only instant time"):
        SimTime(ManualClock()).skip(1.0)
    with pytest.raises(ValueError, match="cannot go back"):
        SimTime(ManualClock(), -1.0)
