from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from fakeai_proxy.admin.server import METRICS
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Session, Upgrade
from fakeai_proxy.core.steps import Data, Head, Message, Step, Wait

from .asking import ask, refused, simulator, steps
from .traffic import exchange

WEBSOCKET = (("upgrade", "websocket"),)


def session(said: Answer) -> Session:
    assert isinstance(said, Upgrade)
    return said.session


def frame(step: Step) -> Any:
    assert isinstance(step, Message)
    return json.loads(step.content)


def feed(to: Session, **said: Any) -> list[Any]:
    return list(map(frame, to.feed(Message(json.dumps(said)))))


def test_a_frame_at_once_and_then_every_interval() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        talk = iter(session(ask(running, "/metrics/stream?interval=5", headers=WEBSOCKET)).open())
        first = frame(next(talk))
        assert first["type"] == "metrics"
        assert set(METRICS) <= first.keys()
        assert first["requests"]["total"] == 0
        assert next(talk) == Wait(5)
        exchange(running, clock)
        assert frame(next(talk))["requests"]["total"] == 1


def test_all_who_listen_hear_the_same_at_the_same_time() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        clock.advance(2)
        one = iter(session(ask(running, "/metrics/stream?interval=5", headers=WEBSOCKET)).open())
        next(one)
        assert next(one) == Wait(3)
        clock.advance(1)
        other = iter(session(ask(running, "/metrics/stream?interval=5", headers=WEBSOCKET)).open())
        next(other)
        assert next(other) == Wait(2)
        clock.advance(2)
        assert next(one) is next(other)
        assert next(one) == next(other) == Wait(5)


def test_events_hold_the_same_frames() -> None:
    with simulator() as running:
        head, *rest = islice(steps(ask(running, "/metrics/stream?metrics=requests&interval=0.1")), 4)
        talk = iter(session(ask(running, "/metrics/stream?metrics=requests", headers=WEBSOCKET)).open())
        expected = frame(next(talk))
    assert isinstance(head, Head)
    assert dict(head.headers)["content-type"] == "text/event-stream; charset=utf-8"
    one, wait, other = rest
    assert wait == Wait(0.1)
    assert isinstance(one, Data)
    assert one == other
    assert json.loads(one.body.removeprefix(b"data: ")) == expected


def test_a_subscription_changes_what_comes() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock)
        exchange(running, clock, "o3-mini")
        stream = session(ask(running, "/metrics/stream?interval=5", headers=WEBSOCKET))
        talk = iter(stream.open())
        next(talk)
        answer, shown = feed(stream, type="subscribe", metrics=["requests"], model="o3-mini")
        assert answer == {"type": "subscribed", "metrics": ["requests"], "model": "o3-mini", "interval": 5}
        assert set(METRICS) & shown.keys() == {"requests"}
        assert (shown["model"], shown["requests"]["total"]) == ("o3-mini", 1)
        assert isinstance(next(talk), Wait)
        assert frame(next(talk)) == shown
        assert next(talk) == Wait(5)
        answer, shown = feed(stream, type="subscribe", interval=0.25)
        assert (answer["metrics"], answer["model"], set(METRICS) <= shown.keys()) == ([], None, True)
        assert frame(next(talk)) == shown
        next(talk)
        next(talk)
        assert next(talk) == Wait(0.25)


def test_a_model_may_be_awaited() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        stream = session(ask(running, "/metrics/stream?model=gpt-4o&metrics=requests", headers=WEBSOCKET))
        talk = iter(stream.open())
        assert frame(next(talk))["requests"]["total"] == 0
        exchange(running, clock)
        next(talk)
        assert frame(next(talk))["requests"]["total"] == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("nonsense", "not a JSON object"),
        ("[1]", "not a JSON object"),
        (b"\xff", "not a JSON object"),
        ('{"type": "unsubscribe"}', "type: Input should be 'subscribe'"),
        ('{"metrics": ["request"]}', "metrics.0: Input should be 'requests', 'tokens'"),
        (
            '{"metrics": ["requests"], "interval": 0}',
            "interval: Input should be greater than or equal to 0.1",
        ),
        ('{"interval": 1e400}', "interval: Input should be"),
        ('{"modle": "gpt-4o"}', "modle: Extra inputs are not permitted"),
    ],
)
def test_what_is_no_subscription_changes_nothing(said: str | bytes, why: str) -> None:
    with simulator() as running:
        stream = session(ask(running, "/metrics/stream?metrics=tokens", headers=WEBSOCKET))
        (answer,) = map(frame, stream.feed(Message(said)))
        assert answer["type"] == "error"
        assert answer["message"].startswith(why)
        assert set(METRICS) & frame(next(iter(stream.open()))).keys() == {"tokens"}


@pytest.mark.parametrize("query", ["interval=0", "interval=soon", "metrics=x", "metric=requests"])
def test_a_wrong_query_is_refused(query: str) -> None:
    with simulator() as running:
        assert refused(ask(running, f"/metrics/stream?{query}"))
        assert refused(ask(running, f"/metrics/stream?{query}", headers=WEBSOCKET))
