import pytest
from pydantic import TypeAdapter, ValidationError

from fakeai_proxy.wire.tools import Tool


@pytest.mark.parametrize(
    "tool",
    [
        {"type": "function", "function": {"name": "get_weather"}},
        {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}, "strict": True}},
        {"type": "custom", "custom": {"name": "run", "format": {"type": "text"}}},
    ],
)
def test_tools_are_taken_as_they_are(tool):
    assert TypeAdapter(Tool).validate_python(tool) == tool


@pytest.mark.parametrize("name", ["", "get weather", "x" * 65])
def test_a_tool_has_a_name_of_letters_digits_and_dashes(name):
    with pytest.raises(ValidationError):
        TypeAdapter(Tool).validate_python({"type": "function", "function": {"name": name}})
