from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.cli.chaos.described import KINDS, MEANT, described, shape
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.faults import FAULTS


def test_every_fault_says_what_it_does_and_what_can_be_set() -> None:
    for name in FAULTS:
        fault = described(name)
        assert fault.type == name
        assert 10 < len(fault.summary) <= 120, name
        assert fault.summary.endswith("."), name
        assert [one.name for one in fault.parameters if not (one.description and one.takes)] == [], name


def test_one_fault() -> None:
    fault = described("connection.connect_refused")
    assert (fault.kind, fault.timed) == ("connection", False)
    status = fault.parameters[0]
    assert (status.name, status.takes, status.default, status.required) == (
        "status", "407, 502, 503, 504", 502, False,
    )  # fmt: skip


def test_a_fault_that_happens_at_a_moment() -> None:
    assert described("stream.cut").timed
    assert described("stream.cut").needs is None


def test_a_fault_of_two_kinds() -> None:
    assert described("connection.goaway").kind == "answer or reply"


def test_a_fault_of_streams_alone() -> None:
    assert described("stream.drop").needs == "stream"


def test_an_unknown_fault_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"unknown fault 'stream.cat' \(did you mean 'stream.cut'\?\)"):
        described("stream.cat")


EVEN = {"type": "object", "properties": {"kind": {"const": "even"}, "low": {}, "high": {}}}


@pytest.mark.parametrize(
    ("field", "takes"),
    [
        ({"type": "integer"}, "integer"),
        ({"type": "number", "minimum": 0, "maximum": 1}, "number, 0 to 1"),
        ({"type": "number", "exclusiveMinimum": 0}, "number, above 0"),
        ({"type": "integer", "minimum": 1}, "integer, at least 1"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
        ({"anyOf": [{"type": "number"}, {"const": "never"}]}, "number or never"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "list of a, b"),
        ({"$ref": "#/$defs/M"}, "true or false"),
        ({"oneOf": [{"type": "number"}, {"$ref": "#/$defs/D"}]}, "number or {kind: even, low, high}"),
        ({}, "any value"),
    ],
)
def test_what_a_value_may_be(field: dict[str, Any], takes: str) -> None:
    assert shape(field, {"M": {"type": "boolean"}, "D": EVEN}) == takes


def test_every_kind_has_its_meaning() -> None:
    assert {kind for _, kind in KINDS} == set(MEANT)
