from __future__ import annotations

from pathlib import Path
from typing import Any

from fakeai_proxy.chaos.outcomes import OutcomeLog
from fakeai_proxy.chaos.stop_conditions import LOOK, StopConditions

from .asking import experiment
from .test_metrics import outcome

STEADY = [{"metric": "client_success_ratio", "min": 0.9}]


def conditions(log: OutcomeLog | None = None, **fields: Any) -> StopConditions:
    return StopConditions(experiment(**fields), log or OutcomeLog(), 0.0)


def test_a_file_is_a_kill_switch(tmp_path: Path) -> None:
    off = tmp_path / "off"
    stop = conditions(safety={"kill_switch": f"file:{off}"})
    assert stop.met(0) == ""
    off.touch()
    assert stop.met(0) == "kill switch: a file"


def test_its_time_is_up() -> None:
    stop = conditions(safety={"max_duration": "5s"})
    assert [stop.met(at) for at in (0, 4.99, 5)] == ["", "", "max_duration"]
    assert conditions(safety={"max_duration": None}).met(1e9) == ""


def test_a_condition_needs_enough_to_go_by() -> None:
    log = OutcomeLog()
    stop = conditions(log, safety={"abort_if": [{"metric": "attempt_error_ratio", "gt": 0.5, "at_least": 3}]})
    for number, met in ((1, ""), (2, ""), (3, "abort_if: attempt_error_ratio > 0.5 over 30 s, it is 1")):
        log.add(outcome(status=500, at=float(number)))
        assert stop.met(number + LOOK) == met


def test_a_bound_from_below() -> None:
    log = OutcomeLog()
    stop = conditions(log, safety={"abort_if": [{"metric": "client_success_ratio", "lt": 1, "at_least": 1}]})
    log.add(outcome(status=500))
    assert stop.met(1).startswith("abort_if: client_success_ratio < 1")


def test_metrics_are_looked_at_once_in_a_while_and_only_if_something_ended() -> None:
    log = OutcomeLog()
    stop = conditions(log, safety={"abort_if": [{"metric": "attempt_error_ratio", "gt": 0, "at_least": 1}]})
    assert stop.met(1.0) == ""
    log.add(outcome(status=500, at=1.0))
    assert stop.met(1.0) == ""
    assert stop.met(1.0 + LOOK) != ""


def test_without_a_steady_state_before_there_is_no_experiment() -> None:
    log = OutcomeLog()
    stop = conditions(log, steady_state=STEADY, baseline="10s")
    log.add(outcome(status=500, at=5.0))
    assert stop.met(9) == ""
    assert stop.met(10) == "steady_state does not hold before the first fault"


def test_the_steady_state_is_watched_before_and_during() -> None:
    log = OutcomeLog()
    stop = conditions(log, steady_state=STEADY, baseline="10s")
    log.add(outcome(at=5.0))
    assert stop.met(10) == ""
    log.add(outcome(status=500, at=11.0))
    assert stop.met(11) == ""
    told = stop.hypothesis.told()[0]
    assert (told["before"]["held"], told["during"]["held"]) == (True, False)
