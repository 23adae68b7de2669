"""Sums and temperatures against a plain simulation in small steps."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.body import body_of
from fakeai_proxy.engine.gpu.integrate import integrate
from fakeai_proxy.engine.gpu.load import BUSY, COLUMNS, DRAM, DRAM_POWER, SENT, SM, TENSOR
from fakeai_proxy.engine.gpu.state import (
    ACTIVE_CLOCK,
    BELOW_DEFAULT,
    BRAKED,
    CLOCK,
    CLOCKS_DOWN,
    CONTEXTS,
    ENERGY,
    HARD_BRAKE,
    HARD_THERMAL,
    IDLE,
    LIMIT,
    POWER_CAP,
    THERMAL,
    State,
    at_rest,
)
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.ledger import Rows

BODY = body_of(gpu("H100"))
AMBIENT, RESISTANCE = 26.0, 0.07
DT = 0.001


def state(ambient: float = AMBIENT, resistance: float = RESISTANCE) -> State:
    found = at_rest(BODY, np.array([ambient]), np.array([resistance]))
    found.environment[CONTEXTS] = 1
    return found


def some_loads(pieces: int, seconds: float, heavy: float) -> tuple[Rows, Rows]:
    chance = np.random.default_rng(7)
    edges = np.concatenate(
        ((0.0,), np.sort(chance.integers(1, int(seconds / DT), pieces - 1)) * DT, (seconds,))
    )
    loads = np.zeros((pieces, COLUMNS))
    loads[:, BUSY] = chance.random(pieces) < 0.8
    loads[:, DRAM] = heavy * chance.random(pieces) * loads[:, BUSY]
    loads[:, TENSOR] = heavy * chance.random(pieces) * loads[:, BUSY]
    loads[:, DRAM_POWER], loads[:, SM], loads[:, SENT] = 0.9 * loads[:, DRAM], 0.95 * loads[:, BUSY], 2.0
    return edges, loads


def simulated(
    edges: Rows, loads: Rows, ambient: float, resistance: float, limit: float
) -> tuple[float, float, float, float]:
    """Joules, the last temperature, seconds at the power limit and at the thermal limit: Euler's way."""
    warm, energy, capped, hot = ambient + resistance * BODY.bare_w, 0.0, 0, 0
    for load, duration in zip(loads, np.diff(edges), strict=True):
        wanted = 122 + 578 * (0.135 * load[BUSY] + 0.9 * load[DRAM] + 0.7 * load[TENSOR])
        for _ in range(round(duration / DT)):
            power = min(wanted, limit)
            held = warm >= 87 and ambient + resistance * power > 87
            power = max((87 - ambient) / resistance, 122) if held else power
            energy += power * DT
            capped, hot = capped + (wanted > limit and not held), hot + held
            warm += (ambient + resistance * power - warm) / 30 * DT
    return energy, warm, capped * DT, hot * DT


@pytest.mark.parametrize(
    ("ambient", "resistance", "limit", "heavy"),
    [
        (26, 0.07, 700, 0.6),
        (26, 0.07, 700, 1.0),
        (26, 0.07, 350, 0.8),
        (55, 0.08, 700, 1.0),
        (24, 0.21, 700, 1.0),
    ],
)
def test_as_many_small_steps(ambient: float, resistance: float, limit: float, heavy: float) -> None:
    edges, loads = some_loads(60, 90.0, heavy)
    found = state(ambient, resistance)
    found.environment[LIMIT] = limit
    integrate(BODY, found, np.array([0]), edges, loads)
    energy, warm, capped, hot = simulated(edges, loads, ambient, resistance, limit)
    assert found.totals[0, ENERGY] == pytest.approx(energy, rel=1e-3)
    assert found.gpu_c[0] == pytest.approx(warm, abs=0.05)
    assert found.totals[0, POWER_CAP] == pytest.approx(capped, abs=0.2)
    assert found.totals[0, THERMAL] == pytest.approx(hot, abs=0.2)


def test_sums_of_the_load_are_its_integrals() -> None:
    edges, loads = some_loads(400, 600.0, 0.5)
    found = state()
    integrate(BODY, found, np.array([0]), edges, loads)
    assert found.totals[0, :COLUMNS] == pytest.approx(np.diff(edges) @ loads)
    assert found.totals[0, IDLE] == pytest.approx(600 - found.totals[0, BUSY])
    assert found.totals[0, CLOCK] == pytest.approx(1980 * 600)
    assert found.totals[0, ACTIVE_CLOCK] == pytest.approx(1980 * found.totals[0, SM])
    assert found.totals[0, [THERMAL, HARD_THERMAL, HARD_BRAKE, CLOCKS_DOWN]].tolist() == [0, 0, 0, 0]


def test_in_parts_or_at_once_is_the_same() -> None:
    edges, loads = some_loads(300, 400.0, 1.0)
    once, parts = state(50, 0.09), state(50, 0.09)
    integrate(BODY, once, np.array([0]), edges, loads)
    for first in range(0, 300, 70):
        last = min(first + 70, 300)
        integrate(BODY, parts, np.array([0]), edges[first : last + 1], loads[first:last])
    assert parts.totals == pytest.approx(once.totals, rel=1e-9)
    assert parts.gpu_c == pytest.approx(once.gpu_c)
    assert parts.memory_rise == pytest.approx(once.memory_rise)


def test_a_month_of_nothing_is_one_piece() -> None:
    found, month = state(), 30 * 86_400.0
    integrate(BODY, found, np.array([0]), np.array([0.0, month]), np.zeros((1, COLUMNS)))
    assert found.totals[0, ENERGY] == pytest.approx(122 * month)
    assert found.gpu_c[0] == pytest.approx(AMBIENT + RESISTANCE * 122)
    assert found.reasons.tolist() == [0x1]


def test_cards_of_one_load_keep_their_own_air() -> None:
    edges, loads = some_loads(50, 100.0, 0.6)
    both = at_rest(BODY, np.array([24.0, 30.0]), np.array([0.06, 0.07]))
    both.environment[CONTEXTS] = 1
    integrate(BODY, both, np.array([0, 1]), edges, loads)
    alone = at_rest(BODY, np.array([30.0]), np.array([0.07]))
    alone.environment[CONTEXTS] = 1
    integrate(BODY, alone, np.array([0]), edges, loads)
    assert both.gpu_c[1] == pytest.approx(alone.gpu_c[0])
    assert both.gpu_c[0] < both.gpu_c[1]


def test_the_moment_tells_why_clocks_are_low() -> None:
    load = np.zeros((1, COLUMNS))
    load[0, [BUSY, DRAM_POWER, TENSOR]] = 1, 0.8, 0.6
    found = state()
    integrate(BODY, found, np.array([0]), np.array([0.0, 1.0]), load)
    assert (found.reasons[0], found.power[0]) == (0x4, 700)
    assert found.clock[0] < 1980
    assert found.totals[0, BELOW_DEFAULT] == 1
    found.environment[BRAKED] = 1
    integrate(BODY, found, np.array([0]), np.array([1.0, 2.0]), load)
    assert (found.reasons[0], found.clock[0]) == (0x88, 990)
    assert found.totals[0, HARD_BRAKE] == 1


def test_a_card_without_a_context_clocks_down() -> None:
    found = at_rest(BODY, np.array([24.0]), np.array([0.07]))
    integrate(BODY, found, np.array([0]), np.array([0.0, 10.0]), np.zeros((1, COLUMNS)))
    assert found.clock.tolist() == [345]
    assert found.totals[0, [ENERGY, CLOCK, CLOCKS_DOWN]].tolist() == [735, 3450, 10]
