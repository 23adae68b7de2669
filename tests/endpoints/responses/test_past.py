from typing import Any

import pytest
from openai import NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .turns import respond


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_three_turns_are_all_read(client: Client) -> None:
    turns = [respond(client, input="Tell me more.")]
    for _ in range(2):
        turns.append(respond(client, input="Tell me more.", previous_response_id=turns[-1].id))
    read = [turn.usage.input_tokens for turn in turns]
    said = [turn.usage.output_tokens for turn in turns]
    assert read[2] - read[1] > said[1]
    assert read[1] - read[0] > said[0]
    assert turns[2].previous_response_id == turns[1].id


def test_instructions_are_of_one_turn(client: Client) -> None:
    first = respond(client, input="Hi", instructions="word " * 500)
    assert respond(client, input="Hi", previous_response_id=first.id).usage.input_tokens < 400


def test_a_conversation_grows_by_what_is_said(client: Client) -> None:
    conversation = client.one(lambda api: api.conversations.create())
    first = respond(client, input="Hi", conversation=conversation.id)
    assert first.conversation.id == conversation.id
    second = respond(client, input="Hi", conversation={"id": conversation.id})
    assert second.usage.input_tokens > first.usage.total_tokens
    items = client(lambda api: api.conversations.items.list(conversation.id, order="asc")).data
    assert [item.role for item in items] == ["user", "assistant"] * 2
    assert items[1].content[0].text == first.output_text


def test_an_item_of_another_response_is_referred_to(client: Client) -> None:
    made = respond(client, model="o3-mini")
    references: Any = [{"type": "item_reference", "id": item.id} for item in made.output]
    answer = respond(client, input=[*references, {"role": "user", "content": "And?"}])
    items = client.one(lambda api: api.responses.input_items.list(answer.id, order="asc")).data
    assert [item.id for item in items][:2] == [item.id for item in made.output]
    gone = respond(client, store=False)
    with pytest.raises(NotFoundError, match="Items are not persisted"):
        respond(client, input=[{"type": "item_reference", "id": gone.output[0].id}])


def test_what_went_before_may_be_gone(client: Client) -> None:
    first = respond(client)
    second = respond(client, previous_response_id=first.id)
    client.one(lambda api: api.responses.delete(first.id))
    third = respond(client, previous_response_id=second.id)
    assert third.usage.input_tokens < second.usage.total_tokens + 40
