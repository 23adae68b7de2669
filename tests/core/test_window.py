from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.bucket import Allowance, Limit
from fakeai_proxy.core.window import SLICES, Window

RPM = Limit("requests", 3)


def test_what_was_used_counts_for_a_minute() -> None:
    window = Window(RPM, 0)
    for now in (0, 10, 20):
        assert window.wait(1, now) == 0
        window.add(-1, now)
    assert [window.level(now) for now in (20, 59, 60, 70, 80)] == [0, 0, 1, 2, 3]


def test_how_long_to_wait() -> None:
    window = Window(RPM, 0)
    window.add(-3, 0)
    assert (window.wait(1, 20), window.wait(4, 20)) == (40, math.inf)
    assert window.standing(20).reset == 40
    assert window.standing(60).remaining == 3


def test_what_was_too_much_is_given_back() -> None:
    window = Window(Limit("tokens", 100), 0)
    window.add(-60, 0)
    window.add(-40, 30)
    window.add(70, 31)
    assert [window.level(now) for now in (31, 60, 90)] == [70, 70, 100]


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 40)), max_size=60))
def test_no_window_holds_more_than_its_limit(steps: list[tuple[float, int]]) -> None:
    allowance, now, let_in = Allowance([Limit("tokens", 100)], 0, Window), 0.0, list[tuple[float, int]]()
    for pause, tokens in steps:
        now += pause
        refusal = allowance.take(tokens, now)
        if refusal is None:
            let_in.append((now, tokens))
            within = sum(used for at, used in let_in if at > now - 60 + 60 / SLICES)
            assert within <= 100
        else:
            assert 0 < refusal.wait <= 60
            assert Allowance([Limit("tokens", 100)], 0, Window).take(tokens, now) is None


def test_waiting_helps() -> None:
    window = Window(Limit("tokens", 100), 0)
    for now in (0.0, 7.3, 11.9):
        window.add(-30, now)
    wait = window.wait(50, 12)
    assert wait == pytest.approx(60 + 7.3 - 12, abs=60 / SLICES)
    assert window.level(12 + wait) >= 50
