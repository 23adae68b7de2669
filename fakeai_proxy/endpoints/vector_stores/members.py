"""The files of a vector store, and in which state each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import PageQuery, Resource
from fakeai_proxy.wire import vector_stores as wire

from .indexing import PAUSE, begun, indexed

STATES = ("in_progress", "completed", "failed", "cancelled")
SLICE = 100
"""Files that are looked at at once."""


def add(
    store_id: str,
    file: Resource,
    attributes: Mapping[str, Any] | None,
    strategy: Mapping[str, Any] | None,
    context: Context,
    batch: str | None = None,
) -> Resource:
    """Make `file` one of the store; if it was one already, it is read again."""
    store = context.services.resources
    body = {
        "filename": file.body["filename"],
        "attributes": attributes or {},
        "cutting": cutting_of(strategy),
        "batch": batch,
        **dict.fromkeys(("index", "error", "cancelled_at")),
        "bytes": 0,
    }
    with store.lock:
        if before := store.get(context.owner, "vector_store.file", file.id, store_id):
            remove(before, context)
        return store.put(context.owner, "vector_store.file", file.id, body, store_id)


def cutting_of(strategy: Mapping[str, Any] | None, param: str = "chunking_strategy") -> tuple[int, int]:
    """(tokens of a chunk, tokens of overlap). Raises ApiError 400."""
    if strategy is None or strategy["type"] == "auto":
        return 800, 400
    asked = strategy["static"]
    size, overlap = asked["max_chunk_size_tokens"], asked["chunk_overlap_tokens"]
    if overlap > size // 2:
        raise ApiError(
            400,
            f"Invalid '{param}.static.chunk_overlap_tokens': integer above maximum value. Expected a value "
            f"<= {size // 2}, half of max_chunk_size_tokens, but got {overlap} instead.",
            param=f"{param}.static.chunk_overlap_tokens",
            code="integer_above_max_value",
        )
    return size, overlap


def remove(member: Resource, context: Context) -> None:
    """Take it out of its store; the file itself stays."""
    store = context.services.resources
    if index := begun(member, context):
        store.delete(index)
    store.delete(member)


def state(member: Resource) -> str:
    """One of STATES, of a member that was looked at."""
    body = member.body
    if body["cancelled_at"] is not None:
        return "cancelled"
    return "failed" if body["error"] else "completed" if body["index"] else "in_progress"


def settled(member: Resource, context: Context) -> Work[Resource]:
    """`member` with everything done that is due."""
    services = context.services
    seconds = services.resources.settings.vector_store_file_seconds * services.cluster.time.scale
    if state(member) != "in_progress" or services.clock.wall() < member.created + seconds:
        return member
    facts = yield from indexed(member, context)
    store = services.resources
    with store.lock:
        now = store.get(member.owner, member.kind, member.id, member.parent)
        if now is None or now.number != member.number or state(now) != "in_progress":
            return now or member  # another was faster, or it is gone
        return store.change(now, **facts)


def all_settled(store_id: str, context: Context) -> Work[list[Resource]]:
    """All files of a store, the oldest first, with everything done that is due."""
    found, after = list[Resource](), ""
    while True:
        query = PageQuery(SLICE, "asc", after)
        page = context.services.resources.page(context.owner, "vector_store.file", query, store_id)
        for member in page.items:
            now = yield from settled(member, context)
            found.append(now)
        yield PAUSE
        if not page.has_more:
            return found
        after = page.items[-1].id


def counts(members: Iterable[Resource]) -> wire.FileCounts:
    found = Counter(state(member) for member in members)
    return {
        "in_progress": found["in_progress"],
        "completed": found["completed"],
        "failed": found["failed"],
        "cancelled": found["cancelled"],
        "total": found.total(),
    }


def shown(member: Resource) -> wire.VectorStoreFile:
    """As the API has it."""
    body = member.body
    size, overlap = body["cutting"]
    return {
        "id": member.id,
        "object": "vector_store.file",
        "created_at": member.created_at,
        "usage_bytes": body["bytes"],
        "vector_store_id": member.parent,
        "status": state(member),
        "last_error": body["error"],
        "chunking_strategy": {
            "type": "static",
            "static": {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap},
        },
        "attributes": body["attributes"],
    }
