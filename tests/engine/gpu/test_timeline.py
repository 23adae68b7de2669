"""The timeline: what is committed and what is looked up ahead add up to the same."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.body import body_of
from fakeai_proxy.engine.gpu.load import BUSY, WIDTH
from fakeai_proxy.engine.gpu.state import CONTEXTS, ENERGY, at_rest
from fakeai_proxy.engine.gpu.tenant import Tenant
from fakeai_proxy.engine.gpu.timeline import CHECKPOINT_EVERY, CHECKPOINTS, Timeline
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.ledger import Ledger

BODY = body_of(gpu("H100"))


def timeline(gpus: int = 1) -> Timeline:
    return Timeline(BODY, at_rest(BODY, np.full(gpus, 24.0), np.full(gpus, 0.065)), background=None)


def busy(line: Timeline, *spans: tuple[float, float], card: int = 0) -> Tenant:
    """A tenant whose kernels run within `spans`."""
    tenant = Tenant(Ledger(lambda: None), np.array([card]), 0.9, since=0.0)
    tenant.spans = np.zeros((len(spans), WIDTH))
    tenant.spans[:, :2], tenant.spans[:, 2 + BUSY] = spans, 1
    line.tenants.append(tenant)
    return tenant


def test_sums_do_not_depend_on_when_they_were_committed() -> None:
    once, often = timeline(), timeline()
    for line in (once, often):
        line.change(1.0, 0, CONTEXTS, 1)
        busy(line, *((start, start + 0.7) for start in range(2, 50)))
    for until in np.arange(0.5, 60, 1.7):
        often.commit(until)
    assert often.state_at(60).totals == pytest.approx(once.state_at(60).totals)
    assert often.state_at(60).gpu_c == pytest.approx(once.state_at(60).gpu_c)


def test_looking_ahead_commits_to_nothing() -> None:
    line = timeline()
    busy(line, (1, 3))
    assert line.state_at(5).totals[0, BUSY] == 2
    busy(line, (4, 5))
    assert line.state_at(5).totals[0, BUSY] == 3
    assert line.frontier == 0


def test_what_comes_too_late_is_cut_off() -> None:
    line = timeline()
    line.commit(10)
    busy(line, (8, 11))
    assert line.state_at(20).totals[0, BUSY] == 1


def test_a_change_holds_from_its_moment_on() -> None:
    line = timeline()
    line.change(4.0, 0, CONTEXTS, 1)
    assert line.state_at(10).totals[0, ENERGY] == pytest.approx(4 * 73.5 + 6 * 122)
    line.commit(7)
    assert line.state_at(10).totals[0, ENERGY] == pytest.approx(4 * 73.5 + 6 * 122)
    assert line.latest(0, CONTEXTS) == 1


def test_changes_stay_in_order_and_do_not_rewrite_what_is_committed() -> None:
    line = timeline()
    line.commit(5)
    line.change(2.0, 0, CONTEXTS, 1)
    assert line.state_at(6).totals[0, ENERGY] == pytest.approx(5 * 73.5 + 122)


def test_tenants_that_are_gone_are_forgotten() -> None:
    line = timeline()
    tenant = busy(line, (1, 3))
    tenant.until = 4
    line.commit(3.5)
    assert line.tenants == [tenant]
    line.commit(4.5)
    assert line.tenants == []


def test_earlier_sums_are_found_between_checkpoints() -> None:
    line = timeline()
    line.commit(900)
    for moment in (600, 700, 899, 900, 950):
        assert line.totals_at(moment)[0, ENERGY] == pytest.approx(73.5 * moment)
    assert len(line._checkpoints) <= CHECKPOINTS
    assert line.totals_at(900 - (CHECKPOINTS - 2) * CHECKPOINT_EVERY)[0, ENERGY] == pytest.approx(600 * 73.5)


def test_sums_before_and_state_after_in_one_go() -> None:
    line = timeline()
    busy(line, (1, 3))
    before, state = line.states_at(2, 4)
    assert (before[0, BUSY], state.totals[0, BUSY]) == (1, 2)
    line.commit(4)
    before, state = line.states_at(2, 4)
    assert state.totals[0, BUSY] == 2


def test_cards_that_do_the_same_go_together() -> None:
    line = timeline(4)
    busy(line, (1, 3), card=2)
    groups = sorted(cards.tolist() for cards, _ in line._alike())
    assert groups == [[0, 1, 3], [2]]
