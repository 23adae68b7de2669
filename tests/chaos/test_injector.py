from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.chaos import Chaos, ChaosSettings
from fakeai_proxy.chaos.error_injection import ErrorInjectionSettings
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Answer, Forward, Injected, Request, Upgrade
from fakeai_proxy.core.steps import Abort, Head, Step, Wait
from tests.playbook import head

from .asking import (
    EVENTS,
    OK,
    bare,
    broken,
    chaos,
    experiment,
    hits,
    ok,
    reply,
    request,
    steps,
    stream,
    touched,
)


def failing(request: Request) -> Answer:
    raise ApiError(400, "no")


def test_the_default_is_off() -> None:
    idle = Chaos(ChaosSettings(), 0, ManualClock())
    asked = request()
    assert not idle.armed
    assert idle.handle(asked, lambda given: iter((given,))).__next__() is asked  # type: ignore[union-attr, arg-type, return-value]


def test_a_request_that_is_hit_says_by_what() -> None:
    answer = chaos({"fault": ["connection.reset", "stream.cut"]}).handle(request(), ok)
    assert isinstance(answer, Injected)
    assert answer.fault == "connection.reset+stream.cut"
    assert steps(answer) == [Wait(0), Abort("reset")]


def test_one_that_is_not_hit_passes_as_it_is() -> None:
    answer = chaos({"match": {"model": "claude-*"}}).handle(request(), ok)
    assert not isinstance(answer, Injected)
    assert steps(answer) == [*OK]


def test_each_hit_has_a_chance_of_its_own_that_repeats() -> None:
    rule = {"fault": {"type": "latency.headers", "delay": {"kind": "uniform", "min_ms": 0, "max_ms": 1000}}}
    runs = [
        [steps(running.handle(request(n), ok))[0] for n in range(5)] for running in (chaos(rule), chaos(rule))
    ]
    assert runs[0] == runs[1]
    assert len({repr(wait) for wait in runs[0]}) == 5


def test_the_first_attempt_fails_and_its_retry_succeeds() -> None:
    running = chaos({"match": {"attempt": 1}})
    assert [touched(running, request("a")) for _ in range(2)] == [True, False]
    assert touched(running, request("b"))


def test_a_failure_of_the_provider_is_an_attempt_too() -> None:
    running = chaos({"match": {"attempt": 2}})
    assert [touched(running, request("a"), broken) for _ in range(3)] == [False, True, False]


def test_a_reply_counts_as_active_until_it_is_closed() -> None:
    running = chaos({"fault": "stream.cut", "when": {"after_events": 2}})
    limits = running.experiments.running[0].limits
    answers = [running.handle(request(n), stream) for n in range(3)]
    assert limits.active == 3
    reply(answers[0]).close()  # type: ignore[attr-defined]  # never pulled
    next(reply(answers[1]))
    reply(answers[1]).close()  # type: ignore[attr-defined]  # left by the client
    steps(answers[2])
    assert limits.active == 0


def test_so_does_a_live_reply() -> None:
    running = chaos({"fault": "stream.cut"})
    answer = bare(running.handle(request(), lambda asked: Forward()))
    assert isinstance(answer, Forward)
    assert running.experiments.running[0].limits.active == 1
    answer.pipeline.close()
    assert running.experiments.running[0].limits.active == 0


def test_what_the_mode_raises_is_raised_and_nothing_stays_active() -> None:
    running = chaos({"fault": "stream.cut"})
    with pytest.raises(ApiError, match="no"):
        running.handle(request(), failing)
    assert running.experiments.running[0].limits.active == 0


def test_a_websocket_is_relayed_unwatched() -> None:
    asked = Request("GET", "/v1/realtime", headers=(("upgrade", "websocket"),))
    upgrade = Upgrade(None)  # type: ignore[arg-type]
    running = chaos({"fault": "stream.cut"})
    assert running.handle(asked, lambda asked: upgrade) is upgrade
    assert running.journal.skipped == {("x", "websocket"): 1}
    assert isinstance(chaos({}).handle(asked, ok), Injected)


def test_live_hosts_are_touched_where_that_is_allowed() -> None:
    def live(request: Request) -> str | None:
        return request.host

    assert hits(chaos({}, destination=live), 3) == []
    assert hits(chaos({}, destination=live, safety={"allow_hosts": ["api.openai.com"]}), 3) == [0, 1, 2]
    assert hits(chaos({}, destination=live, settings={"allow_hosts": ["*.openai.com"]}), 3) == [0, 1, 2]


def test_what_is_observed_is_not_touched() -> None:
    for running in (chaos({}, mode="observe"), chaos({}, settings={"observe": True})):
        assert hits(running, 3) == []
        assert running.journal.results == {("x", "observed"): 3}


def test_marks_are_for_whoever_wants_them() -> None:
    def marked(**fields: Any) -> str | None:
        answer = chaos({"fault": "stream.stall"}, **fields).handle(request(), ok)
        return dict(head(reply(answer)).headers).get("x-fakeai-chaos")

    assert marked() is None
    assert marked(settings={"mark": True}) == marked(mark=True) == "x/r1"
    assert marked(settings={"mark": True}, mark=False) is None


def test_the_first_experiment_that_hits_has_the_request() -> None:
    running = chaos({"trigger": {"every": 2}}, settings={})
    running.experiments.add(experiment({"fault": "stream.cut"}, experiment="y"))
    answers = [running.handle(request(n), ok) for n in range(4)]
    assert [answer.fault for answer in answers if isinstance(answer, Injected)] == [
        "stream.cut",
        "connection.reset",
    ] * 2


# ── the end ────────────────────────────────────────────────────────────────────────────────────


def test_after_a_stop_nothing_of_a_thousand_is_touched_not_even_by_header() -> None:
    running = chaos({}, settings={"allow_header": True})
    header = (("x-fakeai-fault", "connection.reset"),)
    assert touched(running, request())
    running.stop()
    assert not running.armed
    assert hits(running, 500) == hits(running, 500, headers=header) == []


def test_stopped_in_the_middle_of_many_it_touches_no_more() -> None:
    running = chaos({}, safety={"max_active": 10_000})

    def ask(n: int) -> bool:
        return isinstance(running.handle(request(n), ok), Injected)

    with ThreadPoolExecutor(32) as pool:
        before = [*pool.map(ask, range(100))]
        running.stop()
        after = [*pool.map(ask, range(1_000))]
    assert all(before)
    assert not any(after)


class Crashing:
    """Stands for an experiment with a bug."""

    name, ended, fails_open, mark, seed = "x", "", True, None, 0

    def rule(self, *given: object) -> None:
        raise ValueError("a bug")


def crashing(**fields: Any) -> Chaos:
    running = chaos({})
    running.experiments.running = (Crashing(),)  # type: ignore[assignment]
    for name, value in fields.items():
        setattr(running.experiments.running[0], name, value)
    return running


def test_a_crash_of_what_decides_touches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    running = crashing()
    with caplog.at_level(logging.CRITICAL):
        assert hits(running, 1_000) == []
        assert running.connection("connect", "api.test", "127.0.0.1") is None
    assert running.journal.skipped == {("", "failed"): 1_001}


def test_unless_an_error_is_wanted_then(caplog: pytest.LogCaptureFixture) -> None:
    running = crashing(fails_open=False)
    with caplog.at_level(logging.CRITICAL), pytest.raises(ValueError, match="a bug"):
        running.handle(request(), ok)


class BadTransform:
    def feed(self, step: Step) -> Iterable[Step]:
        raise ValueError("a bug")

    def close(self) -> None:
        return None


@pytest.mark.parametrize("fail_open", [True, False])
def test_a_fault_that_fails_leaves_the_reply_or_ends_it(
    fail_open: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from fakeai_proxy.faults.stream.cut import Cut

    monkeypatch.setattr(Cut, "start", lambda self, hit: BadTransform())
    running = chaos({"fault": "stream.cut"}, safety={"fail_open": fail_open})
    answer = running.handle(request(), stream)
    with caplog.at_level(logging.CRITICAL):
        if fail_open:
            assert steps(answer) == [*EVENTS]
            assert running.journal.skipped["x", "failed"] == 1
            assert isinstance(answer, Injected)
            assert answer.fault == ""
            (attempt,) = running.watchers.ledger.observe().attempts
            assert attempt.injected == ()
        else:
            with pytest.raises(ValueError, match="a bug"):
                steps(answer)
    assert running.experiments.running[0].limits.active == 0


def test_after_the_end_it_is_only_watched_whether_all_is_well_again() -> None:
    clock = ManualClock()
    running = chaos({}, clock=clock, steady_state=[{"metric": "client_success_ratio", "min": 0.9}])
    running.stop()
    clock.advance(1)
    assert hits(running, 3) == []
    assert running.watchers.log.count == 3


# ── connections and settings ───────────────────────────────────────────────────────────────────


def test_a_fault_of_a_connection() -> None:
    running = chaos(
        {"fault": "connection.connect_slow", "match": {"host": "*.test"}, "trigger": {"first": 1}}
    )
    asked = [("tls", "api.test"), ("connect", "other"), ("connect", "api.test"), ("connect", "api.test")]
    met = [running.connection(phase, host, "127.0.0.1") for phase, host in asked]  # type: ignore[arg-type]
    assert [one and one[0].type for one in met] == [None, None, "connection.connect_slow", None]
    held = met[2]
    assert held
    assert not held[1].over
    running.stop()
    assert held[1].over
    assert Chaos(ChaosSettings(), 0, ManualClock()).connection("tls", "api.test", "::1") is None


def test_the_experiment_of_the_settings_runs_from_the_start(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("experiment: mine\nrules: [{id: r, fault: connection.reset}]\n")
    running = Chaos(ChaosSettings(experiment=path), 0, ManualClock())
    assert hits(running, 2) == [0, 1]
    with pytest.raises(SettingsError, match="unknown preset 'flakey'"):
        Chaos(ChaosSettings(experiment=Path("flakey")), 0, ManualClock())


def test_error_injection_is_an_experiment_too() -> None:
    errors = ErrorInjectionSettings(enabled=True, rate=1, types=("429",))
    running = Chaos(ChaosSettings(), 0, ManualClock(), errors=errors)
    answer = running.handle(request(), ok)
    assert next(step for step in steps(answer) if isinstance(step, Head)).status == 429
    assert not Chaos(ChaosSettings(), 0, ManualClock(), errors=ErrorInjectionSettings()).armed
