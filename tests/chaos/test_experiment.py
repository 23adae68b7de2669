from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from .asking import experiment


def test_an_experiment_is_off_nowhere_but_in_its_rules() -> None:
    written = experiment()
    assert (written.version, written.mode, written.seed, written.mark) == (1, "run", None, None)
    assert written.report.format == ("table",)


@pytest.mark.parametrize(
    ("rules", "fields", "why"),
    [
        ([{"id": "a"}, {"id": "a"}], {}, "two rules are called 'a'"),
        ([{"trigger": {"percent": 60}}, {"trigger": {"percent": 41}}], {}, "share 100 percent, not 101"),
        ([{}], {"version": 2}, "Input should be 1"),
        ([{}], {"baseline": "5s"}, "there is no steady_state"),
        ([{}], {"experiment": "a b"}, "pattern"),
        ([{}], {"rules": []}, "at least one is needed"),
        ([{}], {"mode": "live"}, "Input should be 'run' or 'observe'"),
    ],
)
def test_what_cannot_be_is_refused(rules: list[dict[str, Any]], fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        experiment(*rules, **fields)


def test_percentages_of_different_requests_do_not_add_up() -> None:
    experiment(
        {"trigger": {"percent": 60}, "match": {"stream": True}},
        {"trigger": {"percent": 60}, "match": {"stream": False}},
        {"trigger": {"percent": 60}, "compose": True},
    )


def test_what_lies_in_the_past_can_never_happen() -> None:
    window = {"trigger": {"window": {"to": "2020-01-01T00:00:00Z"}}}
    assert "window.to: 2020-01-01T00:00:00+00:00 is in the past" in str(experiment({}, window).over_by(1.7e9))
    schedule = {"trigger": {"schedule": ["5s", "2020-01-01T00:00:00Z"]}}
    assert "rules[0].trigger.schedule" in str(experiment(schedule).over_by(1.7e9))
    assert experiment(schedule).over_by(1.5e9) is None
