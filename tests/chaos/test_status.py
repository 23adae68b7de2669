from __future__ import annotations

from fakeai_proxy.chaos import Chaos, ChaosSettings
from fakeai_proxy.chaos.status import counts, decisions, idle, status
from fakeai_proxy.core.clock import ManualClock

from .asking import chaos, hits


def test_how_an_experiment_goes() -> None:
    running = chaos({"trigger": {"every": 2}}, {"match": {"model": "none"}}, description="why not")
    hits(running, 4)
    told = status(running)
    (one,) = told["experiments"]
    assert (told["armed"], told["header"]) == (True, None)
    assert one["rules"] == [
        {"id": "r1", "matched": 4, "hits": 2, "injected": {"connection.reset": 2}},
        {"id": "r2", "matched": 0, "hits": 0, "injected": {}},
    ]
    shown = ("state", "mode", "matched", "injected", "active", "overflow", "results", "steady_state_held")
    assert [one[name] for name in shown] == ["running", "run", 4, 2, 0, 0, {"injected": 2, "missed": 2}, True]


def test_states() -> None:
    clock = ManualClock()
    running = chaos({}, clock=clock, baseline="5s", steady_state=[{"metric": "requests", "min": 0}])
    (one,) = running.experiments.running
    states = []
    for seconds in (0, 5):
        clock.advance(seconds)
        states.append(status(running)["experiments"][0]["state"])
    one.stop("enough")
    ended = status(running)["experiments"][0]
    assert [*states, ended["state"]] == ["waiting", "running", "ended"]
    assert ended["ended"] == "enough"


def test_what_matched_nothing() -> None:
    running = chaos({"match": {"model": "none"}}, {"match": {"model": "gpt-*"}})
    assert idle(running) == ["x"]
    hits(running, 1)
    assert idle(running) == ["x/r1"]


def test_the_header_has_counts_of_its_own() -> None:
    running = Chaos(ChaosSettings(allow_header=True), 0, ManualClock())
    hits(running, 2, headers=(("x-fakeai-fault", "connection.reset"),))
    assert status(running)["header"] == {"matched": 2, "injected": 2, "active": 0, "overflow": 0}
    assert counts(running).active == {("header",): 0}


def test_counts_are_those_of_the_journal() -> None:
    running = chaos({"trigger": {"first": 1}}, safety={"max_active": 1})
    hits(running, 2)
    counted = counts(running)
    assert counted.injected == {("x", "r1", "connection.reset"): 1}
    assert counted.decisions == {("x", "injected"): 1, ("x", "missed"): 1}
    assert counted.under_way == {("x",): 1}
    assert [one["result"] for one in decisions(running)] == ["injected", "missed"]
    assert len(decisions(running, 1)) == 1
