from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.trigger import Ramp, Trigger, Window, since

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)


def trigger(**fields: Any) -> Trigger:
    return Trigger.model_validate(fields)


@pytest.mark.parametrize("given", [5, 5.0, "5", "5%", "5 %"])
def test_a_percentage_may_say_so(given: object) -> None:
    assert trigger(percent=given).percent == 5


def test_a_ramp_goes_evenly_and_stays() -> None:
    ramp = trigger(percent={"from": 10, "to": 50, "over": "40s"}).percent
    assert isinstance(ramp, Ramp)
    assert [ramp.at(elapsed) for elapsed in (-1, 0, 10, 40, 99)] == [10, 10, 20, 50, 50]


def test_what_is_counted_apart() -> None:
    assert trigger(percent=5).subject == "request"
    assert trigger(percent=5, per="session").subject == "session"
    assert trigger(first=2).subject == trigger().subject == "all"
    assert trigger(first=2, per="client").subject == "client"
    assert trigger(once_per="fingerprint").subject == "fingerprint"


def test_a_window_is_open_between_moments_and_again_and_again() -> None:
    window = Window.model_validate({"from": "10s", "to": "1m", "every": "20s", "for": "5s"})
    assert [t for t in range(0, 70, 2) if window.open_at(t, 0)] == [10, 12, 14, 30, 32, 34, 50, 52, 54]
    dated = Window.model_validate({"from": "2027-01-31T12:00:00Z"})
    assert not dated.open_at(0, NOON.timestamp() - 1)
    assert dated.open_at(0, NOON.timestamp())


def test_seconds_since_a_moment() -> None:
    assert since(10.0, 12.0, 0) == 2
    assert since(NOON, 0, NOON.timestamp() + 3) == 3


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"percent": 101}, "less than or equal to 100"),
        ({"percent": -1}, "greater than or equal to 0"),
        ({"percent": "many"}, "valid number"),
        ({"percent": float("nan")}, "greater than or equal to 0"),
        ({"percent": 5, "first": 2}, "percent and first cannot be combined: one of percent, first"),
        ({"first": 0}, "greater than or equal to 1"),
        ({"every": 1}, "greater than or equal to 2"),
        ({"nth": [0]}, "greater than or equal to 1"),
        ({"per": "request", "first": 1}, "per: request is for percent"),
        ({"per": "all", "percent": 1}, "per: all cannot be drawn for"),
        ({"per": "client", "once_per": "client"}, "per has no meaning beside once_per"),
        ({"burst": {"of": 5, "length": 5}}, r"length \(5\) must be less than of \(5\)"),
        ({"window": {"every": "60s"}}, "every and for go together"),
        ({"window": {"every": "5s", "for": "5s"}}, "must be less than every"),
        ({"window": {"from": "5s", "to": "5s"}}, "to must be later than from"),
        ({"percent": {"from": 1, "to": 2, "over": "0s"}}, "greater than 0"),
        ({"schedule": []}, "at least 1 item"),
        ({"window": {"from": "tomorrow"}}, "is not a time"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        trigger(**fields)
