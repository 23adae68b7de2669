from __future__ import annotations

from fakeai_proxy.chaos.plan import Plan
from fakeai_proxy.core.clock import ManualClock

from .asking import meeting, request
from .test_running import running


def test_without_a_ruling_nothing_is_met() -> None:
    plan = Plan(meeting())
    assert (plan.touched, plan.name) == (False, "")
    assert plan.met(request(), ManualClock()) == ()


def test_every_fault_has_its_own_chance_and_the_same_each_run() -> None:
    runs = []
    for _ in range(2):
        of = running(
            {"fault": ["stream.cut", "stream.end"], "compose": True}, {"fault": "stream.stall"}, seed=3
        )
        asked = request(host="x.openai.azure.com")
        met = meeting(asked)
        plan = Plan(met, of, of.rule(met))
        faults = plan.met(asked, ManualClock())
        assert [(one.fault.type, one.hit.dialect) for one in faults] == [
            ("stream.cut", "azure"),
            ("stream.end", "azure"),
            ("stream.stall", "azure"),
        ]
        runs.append([one.hit.rng.random() for one in faults])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 3


def test_observed_is_not_met() -> None:
    of = running({}, mode="observe")
    met = meeting()
    assert Plan(met, of, of.rule(met)).met(request(), ManualClock()) == ()
