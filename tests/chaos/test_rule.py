from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.rule import Rule
from fakeai_proxy.faults.connection.answer import Close, Reset
from fakeai_proxy.faults.stream.cut import Cut


def rule(**fields: Any) -> Rule:
    return Rule.model_validate({"id": "r", **fields})


def test_one_fault_or_several_together() -> None:
    assert rule(fault="stream.cut").of_hit(7) == (Cut(),)
    assert rule(fault=["connection.reset", "stream.cut"]).faults == (Reset(), Cut())


def test_a_sequence_goes_step_by_step_then_passes() -> None:
    steps = rule(sequence=["connection.reset", "pass", ["connection.close"]])
    assert [steps.of_hit(n) for n in range(5)] == [(Reset(),), None, (Close(),), None, None]
    again = rule(sequence=["connection.reset", "pass"], repeat=True)
    assert [again.of_hit(n) for n in range(4)] == [(Reset(),), None, (Reset(),), None]
    assert steps.per == "fingerprint"
    assert rule(sequence=["stream.cut"], trigger={"per": "client"}).per == "client"


def test_a_rule_is_of_requests_or_of_connections() -> None:
    assert rule(fault="stream.cut").phase is None
    assert rule(fault="connection.connect_slow", match={"host": "*.test"}).phase == "connect"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "exactly one of fault and sequence"),
        ({"fault": "stream.cut", "sequence": ["stream.cut"]}, "exactly one of fault and sequence"),
        ({"sequence": ["pass"]}, "holds no fault"),
        ({"fault": "stream.cut", "repeat": True}, "repeat is for a sequence"),
        ({"fault": ["connection.reset", "connection.close"]}, "cannot both answer"),
        ({"sequence": [["connection.reset", "connection.close"]]}, "cannot both answer"),
        (
            {"fault": "connection.reset", "when": {"after_events": 1}},
            "when has no meaning for connection.reset",
        ),
        (
            {"fault": "connection.connect_slow", "match": {"model": "x", "path": "y"}},
            "path, model is not known",
        ),
        (
            {"fault": ["connection.connect_slow", "stream.cut"]},
            "cannot be combined|one fault of a connection",
        ),
        ({"sequence": ["connection.connect_slow", "stream.cut"]}, "stream.cut cannot be combined"),
        ({"fault": "connection.connect_slow", "trigger": {"once_per": "session"}}, "has no session"),
        ({"id": "a b", "fault": "stream.cut"}, "pattern"),
        ({"fault": "stream.cut", "when": {"after_events": 1, "after_ms": 2}}, "exactly one of"),
    ],
)
def test_an_impossible_combination_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        rule(**fields)
