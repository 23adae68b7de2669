from __future__ import annotations

from typing import Any

from fakeai_proxy.chaos.armed import Armed, RuleHit, Ruling
from fakeai_proxy.chaos.limits import Limits
from fakeai_proxy.chaos.rule import Rule
from fakeai_proxy.chaos.safety import Safety
from fakeai_proxy.core.exchange import Request

from .asking import meeting, request


def limits(*allow_hosts: str, **safety: Any) -> Limits:
    made = Limits(Safety.model_validate(safety), allow_hosts)
    made.matched = 1
    return made


def ruling(fault: str = "stream.cut") -> Ruling:
    armed = Armed.of(Rule.model_validate({"id": "r", "fault": fault}))
    return Ruling("injected", "", (RuleHit("r", 0, armed.parts(armed.rule.fault), armed.shots),))


def forbidden(
    limits: Limits, asked: Request | None = None, to: str | None = None, fault: str = "stream.cut"
) -> Any:
    return limits.forbid(ruling(fault), meeting(asked or request(), to))


def test_what_is_made_here_and_what_stays_on_this_machine_may_be_touched() -> None:
    assert forbidden(limits()) is None
    assert forbidden(limits(), to="127.0.0.1") is None


def test_of_live_hosts_only_those_that_are_allowed() -> None:
    assert forbidden(limits(), to="api.openai.com") == "host"
    assert forbidden(limits(allow_hosts="*.openai.com"), to="api.openai.com") is None
    assert forbidden(limits("api.openai.com:443"), to="api.openai.com") is None
    assert forbidden(limits("api.openai.com:80"), to="api.openai.com") == "host"


def test_the_header_that_is_required() -> None:
    wanting = limits(require_header="X-Chaos")
    assert forbidden(wanting) == "no_header"
    assert forbidden(wanting, request(headers=(("x-chaos", "1"),))) is None


def test_a_websocket_has_no_reply_but_may_be_answered() -> None:
    asked = Request("GET", "/v1/realtime", headers=(("upgrade", "websocket"),))
    assert forbidden(limits(), asked) == "websocket"
    assert forbidden(limits(), asked, fault="connection.reset") is None


def test_no_more_at_a_time() -> None:
    full = limits(max_active=2)
    full.active = 2
    assert forbidden(full) == "max_active"
    assert full.overflow == 1
    full.active = 1
    assert forbidden(full) is None


def test_no_larger_share() -> None:
    quarter = limits(max_share=0.25)
    allowed = []
    for quarter.matched in range(1, 13):
        if forbidden(quarter) is None:
            quarter.injected += 1
            allowed.append(quarter.matched)
    assert allowed == [4, 8, 12]


def test_used_up() -> None:
    few = limits(max_injections=2)
    few.injected = 1
    assert not few.used_up
    few.injected = 2
    assert few.used_up
    assert few.told() == {"matched": 1, "injected": 2, "active": 0, "overflow": 0}
