from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.body import body_of, slots
from fakeai_proxy.engine.gpu.clock import clock_shares, load_of
from fakeai_proxy.engine.gpu.state import BRAKED, CONTEXTS, LIMIT, at_rest
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.ledger import Rows
from fakeai_proxy.engine.pricing import Cost

BODY = body_of(gpu("H100"))
BUSY = load_of(Cost(0.1, dram=0.3, tensor=0.7), 0.9)
COLD = np.full(2, 30.0)


def environment(row: int | None = None, value: float = 0.0) -> Rows:
    """Of two cards, of which only the second is disturbed."""
    rest = at_rest(BODY, *slots(BODY, 2, 0)).environment
    rest[CONTEXTS] = 1
    if row is not None:
        rest[row, 1] = value
    return rest


def test_without_strain_the_clock_is_full() -> None:
    assert clock_shares(BODY, environment(), COLD, BUSY).tolist() == [1.0, 1.0]


def test_a_brake_leaves_half() -> None:
    assert clock_shares(BODY, environment(BRAKED, 1), COLD, BUSY).tolist() == [1.0, 0.5]


def test_a_power_limit_leaves_the_more_the_less_a_step_draws() -> None:
    capped = environment(LIMIT, 350)
    idle = load_of(Cost(0.1, dram=0.1, tensor=0.05), 0.9)
    (whole, busy), (_, light) = (clock_shares(BODY, capped, COLD, load) for load in (BUSY, idle))
    assert whole == light == 1
    assert busy == pytest.approx((228 / (578 * (0.135 + 0.27 + 0.49))) ** 0.4)


def test_at_the_ceiling_the_clock_is_what_keeps_the_temperature() -> None:
    hot = environment()
    hot[1] = 60
    cool, warm = clock_shares(BODY, hot, np.array([60.0, 87.0]), BUSY)
    watts = (87 - 60) / hot[2, 1]
    assert (cool, warm) == (1.0, pytest.approx(((watts - 122) / (578 * 0.895)) ** 0.4))


def test_where_even_idling_is_too_warm_it_is_the_least() -> None:
    hot = environment()
    hot[1] = 100
    shares = clock_shares(BODY, hot, np.full(2, 90.0), BUSY)
    assert shares == pytest.approx([BODY.least_clock] * 2)
