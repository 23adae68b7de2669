import pytest

from fakeai_proxy.endpoints.responses.hosted.used import lets
from fakeai_proxy.wire.responses import ResponseRequest
from tests.endpoints.asking import services
from tests.endpoints.responses.turns import CODE, WEATHER, respond
from tests.endpoints.sdk import Client

CLIENT = Client(services())

SEARCH = {"type": "web_search_preview"}
CODE_TOOL = {"type": "code_interpreter", "container": "cntr_mine"}


@pytest.mark.parametrize(
    ("choice", "tool", "used"),
    [
        (None, SEARCH, True),
        ("required", SEARCH, True),
        ("none", SEARCH, False),
        ({"type": "web_search_preview_2025_03_11"}, SEARCH, True),
        ({"type": "web_search_preview"}, CODE_TOOL, False),
        ({"type": "allowed_tools", "mode": "auto", "tools": [{"type": "code_interpreter"}]}, CODE_TOOL, True),
        (None, CODE, False),
    ],
)
def test_a_choice_is_heeded(choice, tool, used):
    assert lets(ResponseRequest(tool_choice=choice), tool) is used


def test_so_many_calls_and_no_more():
    answer = respond(CLIENT, tools=[SEARCH, CODE_TOOL], max_tool_calls=1)
    assert [item.type for item in answer.output] == ["web_search_call", "message"]


def test_functions_come_first_and_results_need_no_search():
    first = respond(CLIENT, tools=[SEARCH, WEATHER])
    assert [item.type for item in first.output] == ["function_call"]
    output = {"type": "function_call_output", "call_id": first.output[0].call_id, "output": "clear"}
    second = respond(CLIENT, tools=[SEARCH, WEATHER], input=[output], previous_response_id=first.id)
    assert [item.type for item in second.output] == ["message"]
