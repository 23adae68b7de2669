"""Power and clocks of a load: free, at the power limit, under the brake, in the heat."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.body import Body, body_of
from fakeai_proxy.engine.gpu.draw import draw_of, throttled
from fakeai_proxy.engine.gpu.load import BUSY, COLUMNS, DRAM, DRAM_POWER, TENSOR
from fakeai_proxy.engine.gpu.state import AMBIENT, BRAKED, CONTEXTS, LIMIT, PRESENT, RESISTANCE
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.ledger import Rows

BODY: Body = body_of(gpu("H100"))


def environment(gpus: int = 1, **rows: float) -> Rows:
    found = np.zeros((6, gpus))
    usual = {CONTEXTS: 1, AMBIENT: 24, RESISTANCE: 0.065, LIMIT: 700, PRESENT: 1}
    given = {"contexts": CONTEXTS, "ambient": AMBIENT, "limit": LIMIT, "braked": BRAKED, "present": PRESENT}
    for row, value in usual.items():
        found[row] = value
    for name, value in rows.items():
        found[given[name]] = value
    return found


def load(dram: float, tensor: float) -> Rows:
    found = np.zeros((1, COLUMNS))
    found[0, [BUSY, DRAM, DRAM_POWER, TENSOR]] = 1, dram, 0.9 * dram, tensor
    return found


IDLE = np.zeros((1, COLUMNS))


def test_an_idle_card_draws_less_without_a_context() -> None:
    assert draw_of(BODY, environment(), IDLE).power.tolist() == [[122.0]]
    assert draw_of(BODY, environment(contexts=0), IDLE).power.tolist() == [[73.5]]


def test_a_card_that_is_gone_has_no_load() -> None:
    assert draw_of(BODY, environment(present=0), load(0.9, 0.9)).power.tolist() == [[122.0]]


def test_the_limit_holds_power_and_lowers_the_clock_to_meet_it() -> None:
    draw = draw_of(BODY, environment(), load(0.9, 0.6))
    assert draw.capped.all()
    assert draw.power.tolist() == [[700.0]]
    wanted = 578 * (0.135 + 0.81 + 0.42)
    assert 122 + wanted * draw.share[0, 0] ** 2.5 == pytest.approx(700)


def test_a_lower_limit_slows_down_more() -> None:
    draw = draw_of(BODY, environment(limit=350), load(0.9, 0.6))
    assert draw.power.tolist() == [[350.0]]
    assert draw.share[0, 0] < 0.7


def test_the_brake_halves_the_clock() -> None:
    free, braked = (
        draw_of(BODY, environment(), load(0.5, 0)),
        draw_of(BODY, environment(braked=1), load(0.5, 0)),
    )
    assert braked.share.tolist() == [[0.5]]
    assert braked.power[0, 0] - 122 == pytest.approx((free.power[0, 0] - 122) * 0.5**2.5)


def test_heat_takes_what_keeps_the_card_at_its_ceiling() -> None:
    hot = environment(ambient=60)
    draw = draw_of(BODY, hot, load(0.7, 0.2))
    settled = hot[AMBIENT] + hot[RESISTANCE] * draw.power
    ends, throttle = throttled(BODY, hot, draw, np.array([100.0]), np.array([80.0]), settled)
    assert ends.tolist() == [87.0]
    assert throttle.power[0, 0] == pytest.approx((87 - 60) / 0.065)
    assert 0 < throttle.seconds[0, 0] < 100
    assert throttle.now.all()
    assert throttle.hard.tolist() == [[0.0]]
    assert BODY.least_clock < throttle.share[0, 0] < 1


def test_where_even_idling_is_too_warm_the_hardware_slows_down_too() -> None:
    hot = environment(ambient=95)
    draw = draw_of(BODY, hot, load(0.7, 0.2))
    settled = hot[AMBIENT] + hot[RESISTANCE] * draw.power
    ends, throttle = throttled(BODY, hot, draw, np.array([300.0]), np.array([80.0]), settled)
    assert ends[0] == pytest.approx(95 + 0.065 * 122, abs=0.01)
    assert throttle.power.tolist() == [[122.0]]
    assert throttle.share[0, 0] == pytest.approx(BODY.least_clock)
    assert throttle.hard[0, 0] > 280
