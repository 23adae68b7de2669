import pytest
from openai import BadRequestError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .stored import stored, uploaded


def test_the_sdk_adds_many_at_once() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    store = client.one(lambda api: api.vector_stores.create()).id
    files = [
        client.one(lambda api, at=at: api.files.create(file=(f"{at}.txt", b"Hi"), purpose="assistants")).id
        for at in range(3)
    ]
    made = client.one(
        lambda api: api.vector_stores.file_batches.create(
            store, files=[{"file_id": files[0], "attributes": {"a": 1}}, {"file_id": files[1]}]
        )
    )
    assert (made.status, made.file_counts.in_progress) == ("in_progress", 2)
    clock.advance(0.5)
    done = client(lambda api: api.vector_stores.file_batches.retrieve(made.id, vector_store_id=store))
    assert (done.status, done.file_counts.completed) == ("completed", 2)
    other = client.one(lambda api: api.vector_stores.file_batches.create(store, file_ids=files[2:]))
    stopped = client.one(lambda api: api.vector_stores.file_batches.cancel(other.id, vector_store_id=store))
    assert (stopped.status, stopped.file_counts.cancelled) == ("cancelled", 1)
    clock.advance(10)
    listed = client(
        lambda api: api.vector_stores.file_batches.list_files(
            made.id, vector_store_id=store, filter="completed", order="asc"
        )
    ).data
    assert [one.id for one in listed] == files[:2]
    assert listed[0].attributes == {"a": 1}
    counts = client(lambda api: api.vector_stores.retrieve(store)).file_counts
    assert (counts.completed, counts.cancelled, counts.total) == (2, 1, 3)
    with pytest.raises(BadRequestError, match="Cannot cancel a file batch with status 'completed'"):
        client.one(lambda api: api.vector_stores.file_batches.cancel(made.id, vector_store_id=store))


def test_a_batch_of_nothing_that_can_be_read_has_failed() -> None:
    to = services()
    store = stored(to)
    made = told(ask(f"/v1/vector_stores/{store}/file_batches", {"file_ids": [uploaded(to, " ")]}, to))
    to.clock.advance(1)
    assert told(ask(f"/v1/vector_stores/{store}/file_batches/{made['id']}", to=to))["status"] == "failed"


def test_files_come_in_one_of_two_ways() -> None:
    to = services()
    path, file = f"/v1/vector_stores/{stored(to)}/file_batches", uploaded(to, "Hi")
    for body in ({}, {"file_ids": [file], "files": [{"file_id": file}]}):
        assert error(ask(path, body, to))["param"] == "file_ids"
    wide = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 90}}
    refusal = error(ask(path, {"files": [{"file_id": file, "chunking_strategy": wide}]}, to))
    assert refusal["param"] == "files[0].chunking_strategy.static.chunk_overlap_tokens"
