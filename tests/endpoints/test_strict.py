"""What strict mode refuses."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.strict import Asked, refuse_loose

ASKED = Asked("response_format 'x'", "response_format")


def closed(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}


def test_what_it_takes() -> None:
    node = closed(
        next={"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}, tags={"type": "array", "items": {}}
    )
    refuse_loose({**closed(it={"$ref": "#/$defs/node"}), "$defs": {"node": node}}, ASKED)


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (
            {"type": "array", "items": {}},
            "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"array\"'.",
        ),
        ({**closed(), "anyOf": [{}]}, "schema must not have 'anyOf' at the top level."),
        (
            {"type": "object", "properties": {}},
            "In context=(), 'additionalProperties' is required to be supplied and to be false.",
        ),
        (
            {**closed(a={}), "required": []},
            "In context=(), 'required' is required to be supplied and to be an array "
            "including every key in properties. Missing 'a'.",
        ),
        ({**closed(a={}), "required": ["a", "b"]}, "In context=(), Extra required key 'b' supplied."),
        (closed(a={"allOf": [{}]}), "In context=('properties', 'a'), 'allOf' is not permitted."),
        (closed(a={"type": "array"}), "In context=('properties', 'a'), array schema missing items."),
        (
            closed(a={"enum": [*range(1001)]}),
            "In context=('properties', 'a'), enum has too many values, at most 1000 are allowed.",
        ),
        (
            {**closed(), "$defs": {"n": {"type": "object"}}},
            "In context=('$defs', 'n'), 'additionalProperties' is required to be supplied and to be false.",
        ),
    ],
)
def test_what_it_does_not(schema: dict[str, Any], why: str) -> None:
    with pytest.raises(ApiError) as refused:
        refuse_loose(schema, ASKED)
    assert refused.value.message == f"Invalid schema for response_format 'x': {why}"
    assert (refused.value.status, refused.value.param) == (400, "response_format")


def test_too_deep_and_too_wide() -> None:
    deep: dict[str, Any] = closed()
    for _ in range(11):
        deep = closed(a=deep)
    for schema in (deep, closed(**{f"f{at}": {} for at in range(5001)})):
        with pytest.raises(ApiError, match=r"levels deep|too many properties"):
            refuse_loose(schema, ASKED)
