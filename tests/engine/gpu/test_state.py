"""The state: at rest at first, and a copy is one's own."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.gpu.body import body_of
from fakeai_proxy.engine.gpu.state import TOTALS, at_rest
from fakeai_proxy.engine.hardware import gpu


def test_a_card_at_rest_is_as_warm_as_its_idle_power_makes_it() -> None:
    state = at_rest(body_of(gpu("H100")), np.array([24.0, 30.0]), np.array([0.06, 0.07]))
    assert state.gpu_c.tolist() == [24 + 0.06 * 73.5, 30 + 0.07 * 73.5]
    assert state.totals.shape == (2, TOTALS)
    assert state.clock.tolist() == [345, 345]


def test_a_copy_does_not_change_with_the_original() -> None:
    state = at_rest(body_of(gpu("H100")), np.array([24.0]), np.array([0.06]))
    copy = state.copy()
    for name in state.__slots__:
        before = getattr(copy, name).copy()
        getattr(state, name)[:] = -1
        np.testing.assert_array_equal(getattr(copy, name), before)
