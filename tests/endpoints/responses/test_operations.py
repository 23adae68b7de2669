"""What can be done with a response that was stored."""

from __future__ import annotations

from typing import Any

import pytest
from openai import BadRequestError, NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .turns import MODEL, WEATHER, respond


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_what_was_made_is_retrieved(client: Client) -> None:
    made = respond(client)
    assert client(lambda api: api.responses.retrieve(made.id)) == made
    with client.sync.responses.stream(model=MODEL, input="Hi") as stream:
        last = stream.get_final_response()
    assert client(lambda api: api.responses.retrieve(last.id)).output_text == last.output_text


def test_what_is_not_stored_is_gone(client: Client) -> None:
    made = respond(client, store=False)
    assert made.store is False
    with pytest.raises(NotFoundError):
        client(lambda api: api.responses.retrieve(made.id))
    with pytest.raises(BadRequestError, match="not found"):
        respond(client, previous_response_id=made.id)


def test_delete(client: Client) -> None:
    made = respond(client)
    client.one(lambda api: api.responses.delete(made.id))
    with pytest.raises(NotFoundError):
        client.one(lambda api: api.responses.delete(made.id))


def test_a_stranger_sees_nothing() -> None:
    to = services()
    made = respond(Client(to))
    with pytest.raises(NotFoundError):
        Client(to, key="sk-other").one(lambda api: api.responses.retrieve(made.id))


def test_input_items_of_all_turns_page_by_page(client: Client) -> None:
    first = respond(client, input="First", instructions="Be brief")
    sent: Any = [
        {"role": "user", "content": [{"type": "input_text", "text": "Second"}]},
        {"role": "user", "content": [{"type": "input_image", "image_url": "https://example.com/a.png"}]},
    ]
    second = respond(client, input=sent, previous_response_id=first.id)
    items = client(lambda api: api.responses.input_items.list(second.id, order="asc")).data
    assert [item.role for item in items] == ["user", "assistant", "user", "user"]
    assert items[1].content == first.output[0].content
    pages = client.sync.responses.input_items.list(second.id, limit=3)
    assert [item.id for item in pages] == [item.id for item in reversed(items)]
    assert pages.has_more
    with pytest.raises(BadRequestError, match="Invalid 'after'"):
        client.sync.responses.input_items.list(second.id, after="msg_x")


def test_calls_and_results_are_listed(client: Client) -> None:
    call = respond(client, tools=[WEATHER])
    output: Any = {"type": "function_call_output", "call_id": call.output[0].call_id, "output": "clear"}
    answer = respond(client, input=[output], previous_response_id=call.id)
    items = client(lambda api: api.responses.input_items.list(answer.id)).data
    assert [item.type for item in items] == ["function_call_output", "function_call", "message"]


def test_only_the_background_is_cancelled(client: Client) -> None:
    made = respond(client)
    with pytest.raises(BadRequestError, match="Cannot cancel a synchronous response"):
        client(lambda api: api.responses.cancel(made.id))
    with pytest.raises(BadRequestError, match="was not created with 'background'"):
        client.one(lambda api: api.responses.retrieve(made.id, stream=True))
