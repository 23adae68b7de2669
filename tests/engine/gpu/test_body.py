"""The physics of each card: published where it is, a relative's where it is not."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.body import body_of, slots
from fakeai_proxy.engine.gpu.load import BUSY, COLUMNS, DRAM, DRAM_POWER, TENSOR, UNPACKING_WEIGHT
from fakeai_proxy.engine.hardware import gpu, gpus


def test_idle_power_has_two_levels_below_the_limit() -> None:
    for card in gpus().values():
        body = body_of(card)
        assert 0 < body.bare_w < body.context_w < 0.35 * body.limit_w


def test_what_is_published_is_taken() -> None:
    body = body_of(gpu("H100"))
    assert (body.bare_w, body.context_w, body.limit_w) == (73.5, 122, 700)
    assert (body.max_mhz, body.idle_mhz, body.ceiling_c, body.slowdown_c) == (1980, 345, 87, 89)


def test_what_is_not_is_a_relative_s_but_clocks_are_not_made_up() -> None:
    body = body_of(gpu("B100"))
    assert body.bare_w == pytest.approx(98)
    assert np.isnan(body.max_mhz)
    assert np.isnan(body.idle_mhz)
    assert body.ceiling_c == 87


@pytest.mark.parametrize(("dram", "watts"), [(0.07, 263), (0.25, 396), (0.60, 654)])
def test_power_of_a_busy_card_rises_with_its_memory_traffic(dram: float, watts: float) -> None:
    load = np.zeros((1, COLUMNS))
    load[0, [BUSY, DRAM, DRAM_POWER, TENSOR]] = 1, dram, UNPACKING_WEIGHT * dram, 0.03
    body = body_of(gpu("H100"))
    assert body.context_w + body.dynamic_w(load)[0] == pytest.approx(watts, rel=0.02)


def test_clocks_come_in_steps_of_15_mhz() -> None:
    assert body_of(gpu("H100")).clock(np.array([1.0, 0.913, 0.5])).tolist() == [1980, 1815, 990]


def test_slots_differ_within_bounds_and_repeat() -> None:
    body = body_of(gpu("H200"))
    warming, resistance = slots(body, 8, seed=3)
    assert sorted(warming.tolist()) == pytest.approx([6 * slot / 7 for slot in range(8)])
    assert (abs(resistance / body.resistance - 1) <= 0.2).all()
    assert slots(body, 8, seed=3)[1].tolist() == resistance.tolist()
    assert slots(body, 1, seed=3)[0].tolist() == [0]
