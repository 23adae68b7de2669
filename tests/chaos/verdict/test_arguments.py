from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict.arguments import misfits, problem, tools_of

SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "enum": ["Bonn", "Ulm"]},
        "days": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["city"],
    "additionalProperties": False,
}
TOOLS = {"weather": SCHEMA}


@pytest.mark.parametrize(
    "arguments", ['{"city": "Bonn"}', '{"city": "Ulm", "days": 2, "tags": ["a"]}', {"city": "Ulm"}]
)
def test_calls_that_may_be_executed(arguments: Any) -> None:
    assert problem("weather", arguments, TOOLS) == ""


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("", "{}", "no name"),
        ("rm_rf", "{}", "a tool that was not offered"),
        ("weather", '{"city": "Bo', "arguments that are not JSON"),
        ("weather", '"{\\"city\\": \\"Bonn\\"}"', "arguments that are not an object"),
        ("weather", "{}", "arguments: without 'city'"),
        ("weather", '{"city": 7}', "arguments.city: not of type string"),
        ("weather", '{"city": "Rome"}', "arguments.city: none of the values allowed"),
        ("weather", '{"city": "Ulm", "x": 1}', "arguments: with a member that is not taken"),
        ("weather", '{"city": "Ulm", "days": 1.5}', "arguments.days: not of type integer"),
        ("weather", '{"city": "Ulm", "days": true}', "arguments.days: not of type integer"),
        ("weather", '{"city": "Ulm", "tags": [1]}', "arguments.tags[]: not of type string"),
    ],
)
def test_calls_that_must_not(name: str, arguments: str, why: str) -> None:
    assert problem(name, arguments, TOOLS) == why


def test_without_offered_tools_any_name_is_taken() -> None:
    assert problem("weather", "", {}) == ""


def test_tools_of_every_api() -> None:
    chat = {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]}
    responses = {"tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}}]}
    messages = {"tools": [{"name": "f", "input_schema": {"type": "object"}}]}
    legacy = {"functions": [{"name": "f", "parameters": {"type": "object"}}]}
    for body in (chat, responses, messages, legacy):
        assert tools_of(body) == {"f": {"type": "object"}}
    assert tools_of({"tools": 7, "functions": [3, {"name": 4}]}) == tools_of([]) == {}


@pytest.mark.parametrize(
    "schema",
    [None, True, {"type": 7}, {"type": ["x"]}, {"required": 3}, {"required": [[]]}, {"properties": 1}],
)
def test_a_schema_that_is_none_asks_for_nothing(schema: Any) -> None:
    assert list(misfits(schema, {"a": [1]})) == []


def test_several_types() -> None:
    assert list(misfits({"type": ["string", "null"]}, None)) == []
    assert list(misfits({"type": ["string", "null"]}, 1)) == ["arguments: not of type string or null"]
    assert list(misfits({"type": "integer"}, 2.0)) == []


@given(st.text())
def test_values_are_not_told(text: str) -> None:
    secret = f"S3CRET{text}"
    why = problem("weather", {"city": secret, "days": secret}, TOOLS)
    assert why
    assert "S3CRET" not in why
