from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.chaos import Chaos, ChaosSettings
from fakeai_proxy.chaos.optin import OptIn, understood, without_header
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Answer, Injected, Request
from fakeai_proxy.core.steps import Abort
from fakeai_proxy.faults.connection.answer import Reset
from fakeai_proxy.faults.stream.cut import Cut
from fakeai_proxy.faults.when import When

from .asking import EVENTS, hits, meeting, ok, request, steps, stream, touched

CUT = {"fault": "stream.cut", "when": {"after_events": 1}}


def asking(asked: object, **fields: Any) -> Request:
    text = asked if isinstance(asked, str) else json.dumps(asked)
    return request(headers=(("authorization", "Bearer k"), ("x-fakeai-fault", text)), **fields)


def allowing(**settings: Any) -> Chaos:
    return Chaos(ChaosSettings(allow_header=True, **settings), 0, ManualClock())


@pytest.mark.parametrize(
    "text",
    [
        "stream.cut",
        '"stream.cut"',
        '{"type": "stream.cut"}',
        '["stream.cut"]',
        '{"fault": [{"type": "stream.cut"}]}',
    ],
)
def test_ways_to_ask_for_the_same(text: str) -> None:
    assert understood(text).fault == (Cut(),)


def test_several_at_a_moment_and_now_and_then() -> None:
    asked = understood(
        json.dumps({"fault": ["connection.reset", "stream.cut"], "when": {"at": "end"}, "percent": 5})
    )
    assert (asked.fault, asked.when, asked.percent) == ((Reset(), Cut()), When(at="end"), 5)


def test_the_fault_that_is_asked_for_meets_the_request() -> None:
    assert steps(allowing().handle(asking(CUT), stream)) == [*EVENTS[:2], Abort()]


def test_the_header_goes_no_further() -> None:
    def look(request: Request) -> Answer:
        assert request.headers == (("authorization", "Bearer k"),)
        return ok(request)

    for chaos in (allowing(), Chaos(ChaosSettings(), 0, ManualClock())):
        steps(chaos.handle(asking("stream.stall"), look))
    asked = request()
    assert without_header(asked) is asked


def test_where_it_is_not_allowed_it_is_not_read() -> None:
    chaos = Chaos(ChaosSettings(), 0, ManualClock())
    assert not touched(chaos, asking("connection.reset"))
    assert not touched(chaos, asking("no such thing"))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("stream.cutt", r"unknown fault 'stream.cutt' \(did you mean 'stream.cut'\?\)"),
        ({"type": "stream.cut", "x": 1}, "fault.x: Extra inputs are not permitted"),
        ({"fault": "stream.cut", "when": {"after": 1}}, "when.after: Extra inputs"),
        ({"fault": "stream.cut", "percent": 101}, "percent: Input should be less than or equal to 100"),
        ("{", "not valid JSON"),
        ("connection.connect_slow", "happens before there is a request; write an experiment"),
        ("x" * 9_000, "longer than 8192 characters"),
    ],
)
def test_what_cannot_be_understood_is_the_clients_mistake(asked: object, why: str) -> None:
    with pytest.raises(ApiError, match=f"x-fakeai-fault: .*{why}") as wrong:
        allowing().handle(asking(asked), ok)
    assert wrong.value.status == 400


def test_no_file_is_looked_for() -> None:
    delay = {"kind": "empirical", "file": "/etc/hostname"}
    for asked in ({"type": "latency.headers", "delay": delay}, [{"type": "latency.headers", "delay": delay}]):
        with pytest.raises(SettingsError, match="cannot name a file"):
            understood(json.dumps(asked))


def test_only_the_faults_of_the_settings() -> None:
    chaos = allowing(header_faults=("stream.*",))
    assert touched(chaos, asking("stream.cut"))
    with pytest.raises(
        ApiError, match=r"connection.reset is not among chaos.header_faults \(stream.\*\)"
    ) as wrong:
        chaos.handle(asking("connection.reset"), ok)
    assert wrong.value.status == 403


def test_the_settings_cap_the_percentage() -> None:
    header = (("x-fakeai-fault", "connection.reset"),)
    chaos = allowing(header_percent=10)
    assert 60 <= len(hits(chaos, 1_000, headers=header)) <= 140
    assert (
        chaos.journal.skipped["header", "header_percent"] + chaos.journal.results["header", "injected"]
        == 1_000
    )


def test_no_larger_share_and_no_more_at_a_time_than_the_settings_say() -> None:
    header = (("x-fakeai-fault", "connection.reset"),)
    assert hits(allowing(max_share=0.5), 6, headers=header) == [1, 3, 5]
    assert hits(allowing(max_share=0), 6, headers=header) == []
    full = allowing(max_active=1)
    kept = full.handle(asking("connection.reset"), ok)
    assert isinstance(kept, Injected)
    assert not touched(full, asking("connection.reset"))
    steps(kept)
    assert touched(full, asking("connection.reset"))


def test_live_hosts_are_touched_where_the_settings_allow_them() -> None:
    settings = ChaosSettings(allow_header=True, allow_hosts=("allowed.test",))
    chaos = Chaos(settings, 0, ManualClock(), lambda request: request.host)
    asked = [asking("connection.reset", host=host) for host in ("allowed.test", "other.test", "127.0.0.1")]
    assert [touched(chaos, one) for one in asked] == [True, False, True]


def test_observed_it_is_not_touched() -> None:
    chaos = allowing(observe=True)
    assert not touched(chaos, asking("connection.reset"))
    assert chaos.journal.results == {("header", "observed"): 1}


def test_a_header_that_comes_again_keeps_what_its_fault_remembers_and_the_oldest_is_forgotten() -> None:
    optin = OptIn(ChaosSettings(allow_header=True), 0)
    first, again = (optin.rule(meeting(), "stream.cut") for _ in range(2))
    assert first.parts[0].memory is again.parts[0].memory
    assert [ruling.hits[0].ordinal for ruling in (first, again)] == [0, 1]
    for n in range(256):
        optin.rule(meeting(), json.dumps({"fault": "stream.cut", "when": {"after_events": n}}))
    assert optin.rule(meeting(), "stream.cut").hits[0].ordinal == 0


def test_what_is_too_long_is_not_parsed() -> None:
    with pytest.raises(SettingsError):
        understood("[" * 9_000)
