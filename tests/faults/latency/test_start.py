from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, Head, Step, Wait
from tests.faults.replies import CHAT_EVENTS, STREAM, after, at_work, fed, hit, stream, whole
from tests.playbook import body, play

PACED: list[Step] = [Wait(0.2), *stream(pace=0.1)]


def due(given: Any, steps: list[Step] = PACED) -> list[float]:
    """When the head, each event and the end are sent."""
    return [at for at, _ in play(after(given, steps))]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("request", [0.7, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4]),
        ("headers", [0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.8, 0.9]),
        ("first_token", [0.2, 0.2, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4]),
        ("end", [0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.4]),
    ],
)
def test_when_things_are_sent(fault: str, expected: list[float]) -> None:
    given = {"type": f"latency.{fault}", "delay": 500}
    assert due(given) == pytest.approx(expected)
    assert body(after(given, PACED)) == b"".join(CHAT_EVENTS)


def test_a_json_body_is_late() -> None:
    for fault in ("request", "headers"):
        assert due({"type": f"latency.{fault}", "delay": 500}, whole()) == [0.5, 0.5, 0.5]
    assert due({"type": "latency.end", "delay": 500}, whole()) == [0, 0, 0.5]
    assert after({"type": "latency.first_token", "delay": 500}, whole()) == whole()


def test_live_a_late_head_comes_with_all_that_came_meanwhile() -> None:
    clock = ManualClock()
    transform = at_work({"type": "latency.headers", "delay": 500}, on=hit(live=True, clock=clock))
    assert fed(transform, [STREAM, Data(b"a")]) == [Wait(0.5), STREAM, Data(b"a")]
    clock.advance(0.4)
    assert fed(transform, [Data(b"b")]) == [Data(b"b")]


def test_live_a_late_request_keeps_the_pace() -> None:
    clock = ManualClock()
    transform = at_work({"type": "latency.request", "delay": 500}, on=hit(live=True, clock=clock))
    assert fed(transform, [STREAM, Data(b"a")]) == [Wait(0.5), STREAM, Data(b"a")]
    clock.advance(0.4)
    assert fed(transform, [Data(b"b")]) == [Wait(pytest.approx(0.4)), Data(b"b")]


def test_the_delay_is_drawn_by_the_chance_of_the_request() -> None:
    given = {"type": "latency.headers", "delay": {"kind": "uniform", "min_ms": 100, "max_ms": 900}}
    first, again = (after(given, [Head(200)], on=hit()) for _ in range(2))
    assert first == again
    assert isinstance(first[0], Wait)
    assert 0.1 <= first[0].seconds <= 0.9
