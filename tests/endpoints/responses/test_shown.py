import pytest

from fakeai_proxy.endpoints.responses.shown import ended_of, text_of, tool_of, usage_of
from fakeai_proxy.wire.responses import ResponseRequest
from fakeai_proxy.wire.usage import usage

from .turns import CITY


@pytest.mark.parametrize(
    ("tool", "strict"),
    [
        ({"parameters": CITY}, True),
        ({"parameters": {"type": "object"}}, False),
        ({"parameters": CITY, "strict": False}, False),
        ({}, False),
    ],
)
def test_functions_are_strict_where_they_can_be(tool, strict):
    shown = tool_of({"type": "function", "name": "f", **tool})
    assert (shown["strict"], shown["description"]) == (strict, None)


def test_the_form_of_its_text_is_whole():
    form = {"type": "json_schema", "name": "a", "schema": {}}
    body = ResponseRequest(text={"format": form})
    assert text_of(body)["format"] == {**form, "description": None, "strict": False}
    assert text_of(ResponseRequest())["format"] == {"type": "text"}


def test_what_a_limit_ended():
    begun = {"service_tier": "auto", "output": []}
    shown = ended_of(begun, [], usage(3, 4, cached=2, reasoning=1), True, 7)
    assert (shown["status"], shown["completed_at"]) == ("incomplete", None)
    assert shown["incomplete_details"] == {"reason": "max_output_tokens"}
    assert shown["usage"] == usage_of(usage(3, 4, cached=2, reasoning=1))
    assert shown["usage"]["total_tokens"] == 7
