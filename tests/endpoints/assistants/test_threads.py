import pytest
from openai import NotFoundError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .asking import DEPRECATED, HELLO

pytestmark = DEPRECATED


def test_made_changed_deleted_with_all_that_is_in_it() -> None:
    client = Client(services())
    made = client.one(lambda api: api.beta.threads.create(messages=[HELLO, HELLO], metadata={"a": "b"}))
    assert client(lambda api: api.beta.threads.retrieve(made.id)) == made
    assert client(lambda api: api.beta.threads.update(made.id, metadata={})).metadata == {}
    messages = client(lambda api: api.beta.threads.messages.list(made.id)).data
    assert len({message.id for message in messages}) == 2
    assert client.one(lambda api: api.beta.threads.delete(made.id)).deleted
    for gone in (
        lambda api: api.beta.threads.retrieve(made.id),
        lambda api: api.beta.threads.messages.retrieve(messages[0].id, thread_id=made.id),
    ):
        with pytest.raises(NotFoundError, match="No thread found with id"):
            client.one(gone)


def test_it_needs_no_body_and_is_its_makers() -> None:
    to = services()
    made = Client(to, key="sk-a").sync.beta.threads.create()
    with pytest.raises(NotFoundError):
        Client(to, key="sk-b").sync.beta.threads.retrieve(made.id)
