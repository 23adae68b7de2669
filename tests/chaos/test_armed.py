from __future__ import annotations

from typing import Any

from fakeai_proxy.chaos.armed import Armed, RuleHit, Ruling
from fakeai_proxy.chaos.rule import Rule
from fakeai_proxy.core.exchange import Request

from .asking import meeting, request


def rule(**fields: Any) -> Rule:
    return Rule.model_validate({"id": "r", "fault": ["stream.cut", "connection.reset"], **fields})


def test_each_fault_of_a_rule_has_a_memory_of_its_own_that_lasts() -> None:
    armed = Armed.of(rule())
    first, second = armed.parts(armed.rule.fault), armed.parts(armed.rule.fault)
    assert first[0].memory is second[0].memory is not first[1].memory


def test_a_changed_rule_keeps_what_it_counted_where_it_counts_the_same() -> None:
    former = Armed.of(rule(trigger={"first": 2}))
    former.shots.hits = former.matched = 1
    same = Armed.of(rule(trigger={"first": 2}, match={"model": "x"}), former)
    assert (same.shots, same.matched, same.memories) == (former.shots, 1, former.memories)
    other_fault = Armed.of(rule(trigger={"first": 2}, fault="stream.cut"), former)
    assert other_fault.shots is former.shots
    assert other_fault.memories is not former.memories
    assert Armed.of(rule(trigger={"first": 3}), former).shots.hits == 0


def test_of_requests_or_of_one_phase_of_connections() -> None:
    of_requests = Armed.of(rule(match={"model": "gpt-*"}))
    assert of_requests.fits(meeting(request()), None)
    assert not of_requests.fits(meeting(request()), "connect")
    slow = Armed.of(rule(fault="connection.connect_slow", match={"host": "*.test"}))
    connecting = meeting(Request("CONNECT", "", host="api.test"))
    assert slow.fits(connecting, "connect")
    assert not slow.fits(connecting, "tls")
    assert not slow.fits(meeting(Request("CONNECT", "", host="api.other")), "connect")


def test_a_ruling_names_its_rules_and_faults() -> None:
    parts = Armed.of(rule()).parts(rule().fault[:0])
    armed = Armed.of(rule())
    ruling = Ruling(
        "injected",
        "",
        (RuleHit("a", 0, armed.parts(armed.rule.fault), armed.shots), RuleHit("b", 0, parts, armed.shots)),
    )
    ruling.count()
    assert armed.shots.hits == 2
    assert (ruling.rule, ruling.faults) == ("a+b", ("stream.cut", "connection.reset"))
