from typing import Any

import pytest
from openai import NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

ITEMS: Any = [
    {"role": "user", "content": "What is the weather?"},
    {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
    {"type": "function_call_output", "call_id": "call_1", "output": "clear"},
    {"role": "assistant", "content": "It is clear."},
]


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_put_in_listed_told_taken_out(client: Client) -> None:
    made = client.one(lambda api: api.conversations.create(items=ITEMS[:1]))
    added = client.one(lambda api: api.conversations.items.create(made.id, items=ITEMS[1:]))
    assert [item.type for item in added.data] == ["function_call", "function_call_output", "message"]
    listed = client(lambda api: api.conversations.items.list(made.id, order="asc")).data
    assert listed[1:] == added.data
    assert [item.id for item in client.sync.conversations.items.list(made.id, limit=2)] == [
        item.id for item in reversed(listed)
    ]
    one = client(lambda api: api.conversations.items.retrieve(listed[0].id, conversation_id=made.id))
    assert one == listed[0]
    left = client.one(lambda api: api.conversations.items.delete(one.id, conversation_id=made.id))
    assert left.id == made.id
    with pytest.raises(NotFoundError, match="Item with id"):
        client(lambda api: api.conversations.items.retrieve(one.id, conversation_id=made.id))


def test_a_response_goes_on_from_them(client: Client) -> None:
    made = client.one(lambda api: api.conversations.create(items=ITEMS))
    items = client.one(lambda api: api.conversations.items.list(made.id, order="asc")).data
    reference: Any = {"type": "item_reference", "id": items[0].id}
    fields: Any = {"model": "gpt-4o", "conversation": made.id}
    answer = client.one(lambda api: api.responses.create(input=[reference], **fields))
    assert answer.usage.input_tokens > 20
    again = client.one(lambda api: api.conversations.items.list(made.id, order="asc")).data
    assert [item.id for item in again][:4] == [item.id for item in [*items[1:], items[0]]]
