from __future__ import annotations

import pytest

from fakeai_proxy.chaos import ChaosSettings
from fakeai_proxy.chaos.experiments import Experiments
from fakeai_proxy.chaos.outcomes import OutcomeLog
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import SettingsError

from .asking import experiment

PAST = {"trigger": {"schedule": "2020-01-01T00:00:00Z"}}


def experiments() -> Experiments:
    return Experiments(ChaosSettings(), 0, ManualClock(), OutcomeLog())


def test_one_of_a_name_runs_at_a_time() -> None:
    all_of_them = experiments()
    first = all_of_them.add(experiment())
    with pytest.raises(SettingsError, match="'x' is under way already"):
        all_of_them.add(experiment())
    first.stop("enough")
    assert not all_of_them.under_way
    again = all_of_them.add(experiment())
    assert all_of_them.running == (again,)


def test_they_run_in_the_order_in_which_they_were_added() -> None:
    all_of_them = experiments()
    for name in ("b", "a"):
        all_of_them.add(experiment(experiment=name))
    assert [one.name for one in all_of_them.running] == ["b", "a"]
    all_of_them.remove("b")
    assert [one.name for one in all_of_them.running] == ["a"]
    all_of_them.stop("enough")
    assert not all_of_them.under_way


def test_what_is_not_there_is_refused_with_the_nearest() -> None:
    all_of_them = experiments()
    all_of_them.add(experiment(experiment="flaky"))
    for call in (all_of_them.find, all_of_them.remove):
        with pytest.raises(SettingsError, match=r"there is no 'flakey' \(did you mean 'flaky'\?\)"):
            call("flakey")


def test_a_moment_in_the_past_is_refused_before_anything_starts() -> None:
    all_of_them = experiments()
    with pytest.raises(SettingsError, match="is in the past"):
        all_of_them.add(experiment(PAST))
    all_of_them.add(experiment())
    with pytest.raises(SettingsError, match="is in the past"):
        all_of_them.change("x", experiment(PAST))
    with pytest.raises(SettingsError, match="the name 'x' cannot be changed"):
        all_of_them.change("x", experiment(experiment="y"))


def test_one_that_is_over_may_be_looked_after() -> None:
    all_of_them = experiments()
    running = all_of_them.add(experiment(steady_state=[{"metric": "requests", "min": 0}]))
    assert not all_of_them.looked_after
    running.stop("enough")
    assert all_of_them.looked_after
