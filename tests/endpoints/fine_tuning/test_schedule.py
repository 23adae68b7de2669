from math import inf
from typing import Any

from fakeai_proxy.endpoints.fine_tuning.schedule import Schedule
from fakeai_proxy.resources import Resource


def schedule(scale: float = 1.0, **facts: Any) -> Schedule:
    """Of a job that begins at 0, waits 4 seconds and runs 8."""
    body = {"error": None, "cancelled_at": None, "pauses": [], **facts}
    return Schedule(Resource(1, "me", "fine_tuning.job", "ftjob-a", "", 0.0, None, body), 8.0, scale)


def states(one: Schedule, *times: float) -> list[str]:
    return [one.state(at) for at in times]


def test_it_goes_by_itself() -> None:
    assert states(schedule(), 0, 2, 4, 11.9, 12) == [
        "validating_files", "queued", "running", "running", "succeeded",
    ]  # fmt: skip
    assert states(schedule(error={"code": "x"}), 0, 2, 99) == ["validating_files", "failed", "failed"]
    assert states(schedule(scale=0.0), 0) == ["succeeded"]
    assert schedule(scale=2.0).finished == 24


def test_a_pause_holds_it_up() -> None:
    held = schedule(pauses=[[6.0, 16.0], [18.0, None]])
    assert states(held, 5, 6, 15, 16, 17.9, 18, 99) == [
        "running", "queued", "queued", "running", "running", "queued", "queued",
    ]  # fmt: skip
    assert (held.at(0.25), held.at(0.375), held.at(0.75)) == (6.0, 17.0, inf)
    assert schedule(pauses=[[6.0, 16.0]]).finished == 22
    assert held.own(99) == 8.0


def test_cancelling_ends_it() -> None:
    assert states(schedule(cancelled_at=5.0), 4.9, 5, 99) == ["running", "cancelled", "cancelled"]
    paused = schedule(cancelled_at=7.0, pauses=[[6.0, None]])
    assert states(paused, 6.5, 7) == ["queued", "cancelled"]
    assert paused.finished == 7
