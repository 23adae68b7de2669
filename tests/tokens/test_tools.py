from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.tokens.tools import declarations


def fields(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def test_the_namespace_of_two_functions() -> None:
    location = {"type": "string", "description": "The city and state"}
    unit = {"type": "string", "enum": ["celsius", "fahrenheit"]}
    weather = {
        "name": "get_weather",
        "description": "Weather of a place.\n\n    In one word.",
        "parameters": fields(location=location, unit=unit) | {"required": ["location"]},
    }
    assert declarations([weather, {"name": "stop"}], compact=True) == (
        "namespace functions {\n"
        "\n"
        "// Weather of a place.\n"
        "\n"
        "In one word.\n"
        "type get_weather = (_: {\n"
        "// The city and state\n"
        "location: string,\n"
        'unit?: "celsius" | "fahrenheit",\n'
        "}) => any;\n"
        "\n"
        "type stop = () => any;\n"
        "\n"
        "} // namespace functions"
    )


@pytest.mark.parametrize(
    ("compact", "line"),
    [
        (True, "type f = (_: { a?: string, b?: number }) => any;"),
        (False, "type f = (_: {\na?: string,\nb?: "),
    ],
)
def test_plain_parameters_share_a_line_where_the_model_has_it_so(compact: bool, line: str) -> None:
    function = {"name": "f", "parameters": fields(a={"type": "string"}, b={"type": "integer"})}
    assert line in declarations([function], compact=compact)


@pytest.mark.parametrize(
    ("schema", "rendered"),
    [
        ({"type": "boolean"}, "boolean"),
        ({"type": "array", "items": {"type": "string"}}, "string[]"),
        ({"type": "array"}, "any[]"),
        ({"type": ["string", "null"]}, "string | null"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"enum": [1, "b"]}, '1 | "b"'),
        ({"type": "object"}, "any"),
        ({"$ref": "#/x"}, "any"),
        (True, "any"),
        (fields(b={"type": "string", "description": "unseen"}), "{\n  b?: string,\n}"),
    ],
)
def test_types(schema: Any, rendered: str) -> None:
    text = declarations([{"name": "f", "parameters": fields(a=schema)}], compact=False)
    assert f"\na?: {rendered},\n" in text


keys = st.sampled_from(["type", "properties", "required", "enum", "anyOf", "items", "description", "a"])
leaves = st.none() | st.booleans() | st.integers() | st.sampled_from(["object", "array", "string", "x"])
schemas = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(schemas, st.booleans())
def test_whatever_stands_in_the_place_of_a_schema_is_rendered(schema: Any, compact: bool) -> None:
    nested = {"name": "f", "parameters": fields(a=schema)}
    for function in ({"name": "f", "description": schema, "parameters": schema}, nested):
        assert "type f = (" in declarations([function], compact=compact)
