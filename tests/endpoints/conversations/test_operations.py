from typing import Any

import pytest
from openai import NotFoundError

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(services())


def test_made_told_changed_deleted(client: Client) -> None:
    made = client(lambda api: api.conversations.create(metadata={"team": "a"}))
    assert (made.object, made.metadata) == ("conversation", {"team": "a"})
    assert client(lambda api: api.conversations.retrieve(made.id)) == made
    assert client(lambda api: api.conversations.update(made.id, metadata={})).metadata == {}
    assert client.one(lambda api: api.conversations.delete(made.id)).deleted
    for ask_again in (
        lambda api: api.conversations.retrieve(made.id),
        lambda api: api.conversations.items.list(made.id),
        lambda api: api.responses.create(model="gpt-4o", input="Hi", conversation=made.id),
    ):
        with pytest.raises(NotFoundError, match=f"Conversation with id '{made.id}' not found"):
            client.one(ask_again)


def test_no_body_is_an_empty_conversation() -> None:
    assert told(ask("/v1/conversations", to=services(), method="POST"))["metadata"] == {}


@pytest.mark.parametrize(
    ("path", "body", "code", "param"),
    [
        ("", {"metadata": {"k": "v" * 513}}, "string_above_max_length", "metadata.k"),
        ("", {"items": [{"role": "user", "content": "Hi"}] * 21}, "array_above_max_length", "items"),
        ("", {"items": [{"role": "user"}]}, "missing_required_parameter", "items[0].content"),
        ("", {"title": "a"}, "unknown_parameter", "title"),
        ("/conv_x", {}, "missing_required_parameter", "metadata"),
        ("/conv_x/items", {}, "missing_required_parameter", "items"),
    ],
)
def test_what_is_wrong(path: str, body: Any, code: str, param: str) -> None:
    refusal = error(ask(f"/v1/conversations{path}", body))
    assert (refusal["code"], refusal["param"]) == (code, param)
