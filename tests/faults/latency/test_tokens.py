from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Step, Wait
from tests.faults.replies import (
    CHAT_EVENTS,
    DONE,
    ROLE,
    STREAM,
    TOKENS,
    after,
    at_work,
    fault,
    fed,
    hit,
    stream,
    whole,
)
from tests.playbook import body, play

EVENTS = (ROLE, *TOKENS, *TOKENS, DONE)


def due(given: dict[str, Any], when: dict[str, Any] | None = None, pace: float = 0.1) -> list[float]:
    steps = after(given, stream(EVENTS, pace), when)
    assert body(steps) == b"".join(EVENTS)
    return [at for at, step in play(steps) if isinstance(step, Data)]


def test_a_delay_before_each_token() -> None:
    given = {"type": "latency.tokens", "delay": 50}
    assert due(given) == pytest.approx([0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0])


def test_a_slow_tail() -> None:
    given = {"type": "latency.tokens", "delay": 50}
    expected = [0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.8]
    assert due(given, {"after_tokens": 4}) == pytest.approx(expected)


def test_a_factor() -> None:
    given = {"type": "latency.pace", "factor": 3}
    assert due(given) == pytest.approx([0, 0.1, 0.4, 0.7, 1.0, 1.3, 1.6, 1.7])


@pytest.mark.parametrize(
    ("rate", "pace", "expected"),
    [
        (4, 0.1, [0, 0.1, 0.35, 0.6, 0.85, 1.1, 1.35, 1.35]),
        (4, 0.0, [0, 0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.25]),
        (100, 0.1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
    ],
)
def test_a_rate(rate: float, pace: float, expected: list[float]) -> None:
    given = {"type": "latency.pace", "tokens_per_second": rate}
    assert due(given, pace=pace) == pytest.approx(expected)


def test_the_last_tenth_of_a_stream_that_is_kept_until_it_is_complete() -> None:
    given = {"type": "latency.pace", "tokens_per_second": 10}
    played = [at for at, step in play(after(given, stream(EVENTS), {"after_fraction": 0.5}))]
    assert played == pytest.approx([0, 0, 0, 0, 0.1, 0.2, 0.2, 0.2], abs=0.11)


def test_live_a_factor_is_of_the_time_between_arrivals() -> None:
    clock = ManualClock()
    transform = at_work({"type": "latency.pace", "factor": 2}, on=hit(live=True, clock=clock))
    waits = list[float]()
    for token in TOKENS:
        clock.advance(1)
        waits.append(sum(step.seconds for step in fed(transform, [Data(token)]) if isinstance(step, Wait)))
    assert waits == [0, 0, 0]  # nothing of it is at work before the head
    list(transform.feed(STREAM))
    sent = list[float]()
    now = clock.now()
    for token in TOKENS:
        clock.advance(1)
        now = max(now, clock.now())
        for step in transform.feed(Data(token)):
            now += step.seconds if isinstance(step, Wait) else 0
        sent.append(now)
    assert [later - sent[0] for later in sent] == pytest.approx([0, 2, 4])


def test_tokens_of_a_json_body_are_none() -> None:
    for given in ({"type": "latency.tokens", "delay": 50}, {"type": "latency.pace", "factor": 2}):
        assert after(given, whole()) == whole()


def test_a_tool_call_is_made_of_tokens_too() -> None:
    steps: list[Step] = after({"type": "latency.tokens", "delay": 50}, stream(CHAT_EVENTS))
    assert [step for step in steps if isinstance(step, Wait)] == [Wait(pytest.approx(0.05))] * 3
    assert steps[-1] == End()


@pytest.mark.parametrize("given", [{}, {"factor": 2, "tokens_per_second": 2}, {"factor": 0.5}])
def test_a_pace_that_is_none_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        fault({"type": "latency.pace", **given})
