import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.responses import ResponseRequest, choice_kind_of, kind_of
from fakeai_proxy.wire.validation import validate


@pytest.mark.parametrize(
    ("tool", "kind"),
    [
        ({"type": "web_search_preview_2025_03_11"}, "web_search"),
        ({"type": "function"}, "function"),
        ({"type": "shell"}, "other"),
        ({}, "other"),
        (None, "other"),
    ],
)
def test_each_tool_is_meant_to_be_of_one_kind(tool, kind):
    assert kind_of(tool) == kind


def test_choices():
    choices = ("auto", {"type": "allowed_tools"}, {"type": "function"})
    assert [choice_kind_of(one) for one in choices] == ["mode", "allowed", "tool"]
    with pytest.raises(ApiError) as refused:
        validate(ResponseRequest, {"tool_choice": "sometimes"}, strict=True)
    assert (refused.value.param, refused.value.code) == ("tool_choice", "invalid_value")


def test_what_repeats():
    assert ResponseRequest(temperature=0).repeatable
    assert not ResponseRequest().repeatable


def test_what_is_included():
    body = ResponseRequest(include=["reasoning.encrypted_content"])
    assert body.includes("reasoning.encrypted_content")
    assert not body.includes("file_search_call.results")
