import pytest
from openai import BadRequestError

from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .asking import DEPRECATED, HELLO, again, assistant, at_once, run, sent, written

pytestmark = DEPRECATED

PARTS = [
    {"type": "text", "text": "What is this?"},
    {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
]


def test_made_told_changed_deleted() -> None:
    client = Client(services())
    thread = client.sync.beta.threads.create().id
    made = client.one(lambda api: api.beta.threads.messages.create(thread, role="user", content=PARTS))
    assert (made.status, made.content[0].text.value) == ("completed", "What is this?")
    assert made.content[1].image_url.detail == "auto"
    assert client(lambda api: api.beta.threads.messages.retrieve(made.id, thread_id=thread)) == made
    update = {"thread_id": thread, "metadata": {"a": "b"}}
    assert client(lambda api: api.beta.threads.messages.update(made.id, **update)).metadata == {"a": "b"}
    assert client.one(lambda api: api.beta.threads.messages.delete(made.id, thread_id=thread)).deleted
    assert client(lambda api: api.beta.threads.messages.list(thread)).data == []


def test_none_is_added_while_a_run_is_active() -> None:
    to = services()
    api = Client(to).sync.beta.threads
    made = api.create_and_run(assistant_id=assistant(to), thread={"messages": [HELLO]})
    words = f"Can't add messages to {made.thread_id} while a run {made.id} is active"
    with pytest.raises(BadRequestError, match=words):
        api.messages.create(made.thread_id, role="user", content="More")
    to.clock.advance(60)
    api.messages.create(made.thread_id, role="user", content="More")
    assert [one.role for one in api.messages.list(made.thread_id)] == ["user", "assistant", "user"]


def test_those_of_one_run() -> None:
    to = at_once()
    first = run(to, HELLO)
    second = sent(f"/threads/{first['thread_id']}/runs", {"assistant_id": first["assistant_id"]}, to)
    assert [one["run_id"] for one in written(second, to)] == [second["id"]]
    everything = sent(f"/threads/{first['thread_id']}/messages", None, to, query="order=asc")["data"]
    assert [one["run_id"] for one in everything] == [None, first["id"], second["id"]]
    assert again(first, to)["status"] == "completed"
