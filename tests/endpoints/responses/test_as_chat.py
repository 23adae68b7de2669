import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.responses.as_chat import choice_of, messages_of, reworded
from fakeai_proxy.endpoints.responses.items import given
from fakeai_proxy.wire.responses import CountRequest


def call(id):
    return {"type": "function_call", "call_id": id, "name": "f", "arguments": "{}"}


def output(id, text="done"):
    return {"type": "function_call_output", "call_id": id, "output": text}


def messages(*items, instructions=None):
    return messages_of(instructions, given(items, "0" * 32))


def test_texts_and_instructions():
    said = {
        "role": "user",
        "content": [{"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"}],
    }
    assert messages(said, {"role": "assistant", "content": "c"}, instructions="Be brief") == [
        {"role": "developer", "content": "Be brief"},
        {"role": "user", "content": "a\nb"},
        {"role": "assistant", "content": "c"},
    ]


def test_parts_that_are_no_text():
    image = {"type": "input_image", "image_url": "https://example.com/a.png"}
    file = {"type": "input_file", "file_id": "file-1"}
    [message] = messages({"role": "user", "content": [image, file, {"type": "input_text", "text": "a"}]})
    assert [part["type"] for part in message["content"]] == ["image_url", "file", "text"]
    assert message["content"][0]["image_url"] == {
        "url": "https://example.com/a.png",
        "file_id": None,
        "detail": "auto",
    }


def test_results_stand_behind_the_calls_that_came_together():
    reasoning = {"type": "reasoning", "summary": []}
    found = messages(
        call("1"), reasoning, call("2"), {"role": "user", "content": "x"}, output("2"), output("1")
    )
    assert [message["role"] for message in found] == ["assistant", "tool", "tool", "user"]
    assert [one["id"] for one in found[0]["tool_calls"]] == ["1", "2"]
    assert [one["tool_call_id"] for one in found[1:3]] == ["1", "2"]


def test_outputs_of_parts_and_custom_tools():
    custom = {"type": "custom_tool_call", "call_id": "1", "name": "run", "input": "1+1"}
    result = {
        "type": "custom_tool_call_output",
        "call_id": "1",
        "output": [{"type": "input_text", "text": "2"}],
    }
    said, answer = messages(custom, result)
    assert said["tool_calls"] == [{"id": "1", "type": "custom", "custom": {"name": "run", "input": "1+1"}}]
    assert answer["content"] == "2"


def test_choices():
    function = {"type": "function", "name": "f"}
    assert choice_of("auto") == "auto"
    assert choice_of(function) == function
    assert choice_of({"type": "web_search_preview"}) == "none"
    allowed = {"type": "allowed_tools", "mode": "auto", "tools": [function, {"type": "web_search"}]}
    assert choice_of(allowed)["allowed_tools"] == {"mode": "auto", "tools": [function]}


@pytest.mark.parametrize(
    ("param", "said"),
    [
        ("messages", "input"),
        ("tools[0].function.parameters", "tools[1].parameters"),
        ("model", "model"),
        (None, None),
    ],
)
def test_refusals_name_its_own_parameters(param, said):
    body = CountRequest.model_construct(tools=[{"type": "web_search"}, {"type": "function", "name": "f"}])
    with pytest.raises(ApiError) as refused, reworded(body):
        raise ApiError(400, "", param=param)
    assert refused.value.param == said
