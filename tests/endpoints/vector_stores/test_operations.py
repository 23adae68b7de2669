from typing import Any

import pytest
from openai import BadRequestError, NotFoundError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .stored import stored, uploaded


def test_the_sdk_keeps_a_store() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    files = [
        client.one(lambda api, name=name: api.files.create(file=(name, b"Hi"), purpose="assistants")).id
        for name in ("a.txt", "b.md")
    ]
    made = client.one(
        lambda api: api.vector_stores.create(
            name="notes", description="d", file_ids=files, metadata={"team": "a"}
        )
    )
    assert (made.name, made.status, made.usage_bytes) == ("notes", "in_progress", 0)
    assert (made.file_counts.in_progress, made.file_counts.total) == (2, 2)
    clock.advance(0.5)
    done = client(lambda api: api.vector_stores.retrieve(made.id))
    assert (done.status, done.file_counts.completed) == ("completed", 2)
    assert done.usage_bytes > 0
    changed = client(lambda api: api.vector_stores.update(made.id, name="other", metadata=None))
    assert (changed.name, changed.metadata) == ("other", {})
    other = client.one(lambda api: api.vector_stores.create())
    assert (other.name, other.status) == ("", "completed")
    assert [one.id for one in client(lambda api: api.vector_stores.list(limit=1)).data] == [other.id]
    assert client.one(lambda api: api.vector_stores.delete(made.id)).deleted
    with pytest.raises(NotFoundError, match="No vector store found with id"):
        client.one(lambda api: api.vector_stores.files.list(made.id))
    assert client(lambda api: api.files.content(files[0])).text == "Hi"


def test_what_was_stored_is_gone_with_it() -> None:
    to = services()
    store = stored(to, uploaded(to, "Hi"))
    before = to.resources.blobs.total
    told(ask(f"/v1/vector_stores/{store}", to=to))
    assert to.resources.blobs.total > before
    told(ask(f"/v1/vector_stores/{store}", to=to, method="DELETE"))
    assert to.resources.blobs.total == before


def test_it_expires_when_nobody_uses_it() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    days: Any = {"anchor": "last_active_at", "days": 2}
    made = client.one(lambda api: api.vector_stores.create(expires_after=days))
    assert made.expires_at == made.created_at + 2 * 86_400
    clock.advance(86_400)
    assert list(client(lambda api: api.vector_stores.search(made.id, query="Hi"))) == []
    assert client(lambda api: api.vector_stores.retrieve(made.id)).expires_at == made.created_at + 3 * 86_400
    clock.advance(2 * 86_400)
    assert client(lambda api: api.vector_stores.retrieve(made.id)).status == "expired"
    with pytest.raises(BadRequestError, match="has expired"):
        client.one(lambda api: api.vector_stores.search(made.id, query="Hi"))


def test_it_belongs_to_who_made_it() -> None:
    to = services()
    made = Client(to, "sk-a").one(lambda api: api.vector_stores.create())
    with pytest.raises(NotFoundError):
        Client(to, "sk-b").one(lambda api: api.vector_stores.retrieve(made.id))
    assert told(ask("/v1/vector_stores", to=to))["data"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "param"),
    [
        ("", {"name": 3}, 400, "invalid_type", "name"),
        ("", {"title": "a"}, 400, "unknown_parameter", "title"),
        ("", {"file_ids": ["file-x"]}, 404, None, "id"),
        (
            "",
            {"expires_after": {"anchor": "created_at", "days": 1}},
            400,
            "invalid_value",
            "expires_after.anchor",
        ),
        (
            "",
            {"expires_after": {"anchor": "last_active_at", "days": 366}},
            400,
            "integer_above_max_value",
            "expires_after.days",
        ),
        ("", {"chunking_strategy": {"type": "best"}}, 400, "invalid_value", "chunking_strategy.type"),
        (
            "",
            {
                "chunking_strategy": {
                    "type": "static",
                    "static": {"max_chunk_size_tokens": 99, "chunk_overlap_tokens": 0},
                }
            },
            400,
            "integer_below_min_value",
            "chunking_strategy.static.max_chunk_size_tokens",
        ),
        (
            "",
            {
                "chunking_strategy": {
                    "type": "static",
                    "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 51},
                }
            },
            400,
            "integer_above_max_value",
            "chunking_strategy.static.chunk_overlap_tokens",
        ),
        ("/vs_x", {}, 404, None, None),
        (
            "/vs_x/search",
            {"query": "a", "max_num_results": 51},
            400,
            "integer_above_max_value",
            "max_num_results",
        ),
        ("/vs_x/search", {}, 400, "missing_required_parameter", "query"),
        ("/vs_x/search", {"query": []}, 400, "empty_array", "query"),
        (
            "/vs_x/search",
            {"query": "a", "ranking_options": {"ranker": "best"}},
            400,
            "invalid_value",
            "ranking_options.ranker",
        ),
        ("/vs_x/search", {"query": "a"}, 404, None, None),
        ("/vs_x/files", {}, 400, "missing_required_parameter", "file_id"),
        (
            "/vs_x/files",
            {"file_id": "a", "attributes": {"k": [1]}},
            400,
            "invalid_type",
            "attributes.k",
        ),
        (
            "/vs_x/files",
            {"file_id": "a", "attributes": {str(at): at for at in range(17)}},
            400,
            "object_above_max_properties",
            "attributes",
        ),
        ("/vs_x/files/file-x", {}, 400, "missing_required_parameter", "attributes"),
        ("/vs_x/file_batches", {"file_ids": []}, 400, "empty_array", "file_ids"),
        (
            "/vs_x/file_batches",
            {"file_ids": ["a"] * 2_001},
            400,
            "array_above_max_length",
            "file_ids",
        ),
        ("/vs_x/file_batches/vsfb_x/cancel", b"", 404, None, None),
    ],
)
def test_what_is_wrong(path: str, body: Any, status: int, code: str | None, param: str | None) -> None:
    refusal = error(ask(f"/v1/vector_stores{path}", body), status)
    assert (refusal["code"], refusal["param"]) == (code, param)
