from typing import Any

from tests.endpoints.asking import services
from tests.endpoints.responses.turns import respond
from tests.endpoints.sdk import Client

CLIENT = Client(services())

SERVER = {
    "type": "mcp",
    "server_label": "wiki",
    "server_url": "https://example.com/mcp",
    "allowed_tools": ["look_up"],
}


def test_a_call_is_approved_first() -> None:
    first = respond(CLIENT, tools=[SERVER])
    assert [item.type for item in first.output] == ["mcp_list_tools", "mcp_approval_request"]
    request = first.output[1]
    assert (request.name, request.server_label) == ("look_up", "wiki")
    for approve, kinds in ((True, ["mcp_call", "message"]), (False, ["message"])):
        said: Any = {"type": "mcp_approval_response", "approval_request_id": request.id, "approve": approve}
        second = respond(CLIENT, tools=[SERVER], input=[said], previous_response_id=first.id)
        assert [item.type for item in second.output] == kinds


def test_its_secrets_are_neither_told_nor_stored() -> None:
    server = {**SERVER, "authorization": "secret-1", "headers": {"x-key": "secret-2"}}
    made = respond(CLIENT, tools=[server])
    stored = CLIENT.sync.responses.retrieve(made.id)
    assert "secret" not in made.to_json() + stored.to_json()
    assert stored.tools[0].server_label == "wiki"  # type: ignore[union-attr]


def test_a_server_that_is_trusted_is_called() -> None:
    answer = respond(CLIENT, tools=[{**SERVER, "require_approval": "never"}])
    call = answer.output[1]
    assert (call.type, call.approval_request_id, call.error) == ("mcp_call", None, None)
    assert call.output == "Results for: What is the weather in Paris?"
