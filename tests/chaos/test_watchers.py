from __future__ import annotations

import logging

import pytest

from fakeai_proxy.chaos.journal import Journal
from fakeai_proxy.chaos.plan import Plan
from fakeai_proxy.chaos.watchers import Watchers, blamed
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Injected, Request
from fakeai_proxy.core.steps import Wait

from .asking import OK, chaos, meeting, ok, reply, request, steps, stream, touched
from .test_running import running


def planned() -> Plan:
    of = running({"fault": ["stream.cut", "stream.end"]})
    met = meeting()
    return Plan(met, of, of.rule(met))


def watchers() -> Watchers:
    return Watchers(ManualClock(), b"salt", Journal(10), False, lambda request, reply: reply)


def test_every_exchange_is_watched_for_the_verdict() -> None:
    running = chaos({"trigger": {"nth": 1}})
    assert [touched(running, request(n)) for n in range(2)] == [True, False]
    attempts = running.watchers.ledger.observe().attempts
    assert [[one.fault for one in attempt.injected] for attempt in attempts] == [["connection.reset"], []]


def test_the_faults_are_on_the_account_of_their_rule() -> None:
    found = [(one.fault, one.experiment, one.rule) for one in blamed(planned())]
    assert found == [("stream.cut", "x", "r1"), ("stream.end", "x", "r1")]
    assert blamed(Plan(meeting())) == ()


def test_when_a_reply_is_over_it_is_counted_and_released() -> None:
    watching, plan = watchers(), planned()
    threads = watching.threads(plan, request())
    assert plan.source is not None
    for transform in threads.after:
        for step in OK:
            assert list(transform.feed(step)) == [step]
        transform.close()
    assert plan.source.limits.active == 0  # type: ignore[attr-defined]
    assert watching.log.count == 1
    assert watching.attempts.get(plan.meeting.subject) == 1


def test_a_websocket_is_released_at_once() -> None:
    watching, plan = watchers(), planned()
    asked = Request("GET", "/v1/realtime", headers=(("upgrade", "websocket"),))
    assert watching.threads(plan, asked).after == ()
    assert plan.source.limits.active == 0  # type: ignore[union-attr]


def test_what_cannot_be_watched_goes_on_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    running = chaos({"trigger": {"nth": 2}})
    monkeypatch.setattr(running.watchers.ledger, "watch", None)
    with caplog.at_level(logging.CRITICAL):
        assert [touched(running, request(n)) for n in range(2)] == [False, True]


DROP = {"type": "stream.drop", "kind": "finish"}


def test_a_fault_that_came_to_nothing_counts_nowhere() -> None:
    running = chaos({"fault": DROP}, mark=True)
    answer = running.handle(request(), ok)
    assert isinstance(answer, Injected)
    assert (answer.fault, running.journal.injected) == ("stream.drop", {})
    steps(answer)
    (attempt,), (decision,) = running.watchers.ledger.observe().attempts, running.journal.last()
    assert (answer.fault, running.journal.injected, attempt.injected) == ("", {}, ())
    assert (decision.result, decision.why) == ("skipped", "not a stream of events")
    assert running.journal.skipped == {("x", "not a stream of events"): 1}
    assert [one.touched for one in running.watchers.log.since(-1)] == [False]
    assert running.watchers.attempts.get(meeting(request()).subject) == 0


def test_of_several_faults_those_count_that_did_something() -> None:
    running = chaos({"fault": [DROP, "stream.cut"]})
    answer = running.handle(request(), stream)
    assert isinstance(answer, Injected)
    steps(answer)
    (attempt,), (decision,) = running.watchers.ledger.observe().attempts, running.journal.last()
    assert (answer.fault, decision.result, decision.faults) == ("stream.cut", "injected", ("stream.cut",))
    assert [one.fault for one in attempt.injected] == ["stream.cut"]
    assert running.journal.injected == {("x", "r1", "stream.cut"): 1}


def test_a_fault_counts_as_soon_as_it_does_something() -> None:
    running = chaos({"fault": {"type": "stream.stall"}, "when": {"after_events": 2}})
    said = reply(running.handle(request(), stream))
    next(said)
    assert running.journal.injected == {}
    while not isinstance(next(said), Wait):
        pass
    assert running.journal.injected == {("x", "r1", "stream.stall"): 1}
