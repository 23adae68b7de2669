import pytest
from pydantic import TypeAdapter, ValidationError

from fakeai_proxy.wire.schema import Schema

ADAPTER = TypeAdapter(Schema)


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "properties": {"a": {"type": ["string", "null"], "default": 5}, "b": True}},
        {"$defs": {"x": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x"}}, "required": ["a"]},
        {"anyOf": [{"type": "array", "items": {"enum": [1, None, "x"]}}, {"const": 3}]},
    ],
)
def test_schemas_pass_with_all_their_keywords(schema):
    assert ADAPTER.validate_python(schema) == schema


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": True},
        {"properties": {"a": 5}},
        {"properties": {"a": {"required": True}}},
        {"items": [{"anyOf": []}]},
        {"anyOf": []},
        {"type": 5},
        {"required": [1]},
    ],
)
def test_what_holds_no_schema_where_one_belongs_is_refused(schema):
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(schema)


def test_schemas_nest_as_deep_as_json_may():
    deep = {}
    for _ in range(95):
        deep = {"properties": {"a": deep}}
    assert ADAPTER.validate_python(deep) == deep
