import pytest
from openai import BadRequestError, NotFoundError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .stored import stored, uploaded


def test_the_sdk_adds_and_takes_out_files() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    store = client.one(lambda api: api.vector_stores.create()).id
    file, empty, picture = (
        client.one(lambda api, sent=sent: api.files.create(file=sent, purpose="assistants")).id
        for sent in (("a.txt", b"Hi there"), ("b.txt", b" \n"), ("c.png", b"\x89PNG\0"))
    )
    strategy = {
        "type": "static",
        "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 20},
    }
    made = client.one(
        lambda api: api.vector_stores.files.create(
            store,
            file_id=file,
            attributes={"n": 1.5, "t": "a", "b": True},
            chunking_strategy=strategy,
        )
    )
    assert (made.status, made.usage_bytes, made.last_error) == ("in_progress", 0, None)
    assert made.chunking_strategy.static.chunk_overlap_tokens == 20
    with pytest.raises(BadRequestError, match="status 'in_progress'"):
        client.one(lambda api: api.vector_stores.files.content(file, vector_store_id=store))
    for other in (empty, picture):
        client.one(lambda api, other=other: api.vector_stores.files.create(store, file_id=other))
    clock.advance(1)
    failed = client(lambda api: api.vector_stores.files.list(store, filter="failed", order="asc")).data
    assert [(one.id, one.last_error.code) for one in failed] == [
        (empty, "invalid_file"),
        (picture, "unsupported_file"),
    ]
    done = client(lambda api: api.vector_stores.files.retrieve(file, vector_store_id=store))
    assert done.status == "completed"
    assert done.usage_bytes > 8
    (content,) = client(lambda api: api.vector_stores.files.content(file, vector_store_id=store)).data
    assert content.text == "Hi there"
    changed = client(
        lambda api: api.vector_stores.files.update(file, vector_store_id=store, attributes={"t": "b"})
    )
    assert changed.attributes == {"t": "b"}
    assert client.one(lambda api: api.vector_stores.files.delete(file, vector_store_id=store)).deleted
    with pytest.raises(NotFoundError):
        client.one(lambda api: api.vector_stores.files.retrieve(file, vector_store_id=store))
    assert client(lambda api: api.files.retrieve(file)).id == file
    counts = client(lambda api: api.vector_stores.retrieve(store)).file_counts
    assert (counts.failed, counts.total) == (2, 2)


def test_a_file_that_is_added_again_is_read_again() -> None:
    to = services()
    file = uploaded(to, "Hi " * 300)
    store = stored(to, file)
    before = told(ask(f"/v1/vector_stores/{store}", to=to))["usage_bytes"]
    small = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}}
    asked = {"file_id": file, "chunking_strategy": small}
    assert told(ask(f"/v1/vector_stores/{store}/files", asked, to))["status"] == "in_progress"
    to.clock.advance(1)
    after = told(ask(f"/v1/vector_stores/{store}", to=to))
    assert after["file_counts"]["total"] == 1
    assert after["usage_bytes"] > before


def test_a_file_that_is_gone_cannot_be_read() -> None:
    to = services()
    file = uploaded(to, "Hi")
    store = told(ask("/v1/vector_stores", {"file_ids": [file]}, to))["id"]
    told(ask(f"/v1/files/{file}", to=to, method="DELETE"))
    to.clock.advance(1)
    found = told(ask(f"/v1/vector_stores/{store}/files/{file}", to=to))
    assert found["last_error"]["message"] == f"The file '{file}' is not there any more."


def test_an_unknown_state_is_refused() -> None:
    to = services()
    refusal = error(ask(f"/v1/vector_stores/{stored(to)}/files", to=to, query="filter=done"))
    assert (refusal["code"], refusal["param"]) == ("invalid_value", "filter")
