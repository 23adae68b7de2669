"""The operations of `/vector_stores` itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Page, Resource
from fakeai_proxy.wire import files as files_wire
from fakeai_proxy.wire import vector_stores as wire

from .indexing import PAUSE
from .members import add, all_settled, counts, cutting_of

DAY = 86_400
SLICE = 100
"""Files that are added at once."""


def create(body: wire.VectorStoreRequest, context: Context) -> Reply:
    """A store, of the files that are named, if any are."""
    cutting_of(body.chunking_strategy)
    files = files_of(body.file_ids or (), context)
    facts = {
        "name": body.name or "",
        "expires_after": body.expires_after,
        "metadata": body.metadata or {},
        "last_active_at": context.services.clock.wall(),
    }
    made = context.services.resources.create(context.owner, "vector_store", context.identity.suffix, facts)

    def work() -> Work[wire.VectorStore]:
        for start in range(0, len(files), SLICE):
            for file in files[start : start + SLICE]:
                add(made.id, file, None, body.chunking_strategy, context)
            yield PAUSE
        return (yield from looked_at(made, context))

    return sliced(work(), context)


def files_of(ids: Sequence[str], context: Context) -> list[Resource]:
    """Those files, each once. Raises ApiError 404 where there is none of that id."""
    store = context.services.resources
    return [store.need(context.owner, "file", id) for id in dict.fromkeys(ids)]


def retrieve(body: None, context: Context) -> Reply:
    """One store, as far as its files are."""
    return sliced(looked_at(wanted(context), context), context)


def list_stores(body: None, context: Context) -> Reply:
    """All stores, as far as their files are."""
    page = context.services.resources.page(context.owner, "vector_store", page_query(context))
    return sliced(page_of(page, context), context)


def page_of(page: Page, context: Context) -> Work[dict[str, Any]]:
    data = list[wire.VectorStore]()
    for one in page.items:
        told = yield from looked_at(one, context)
        data.append(told)
    return listed(data, page.has_more)


def update(body: wire.StoreUpdate, context: Context) -> Reply:
    """Another name, another time to live, other metadata; what is not named stays."""
    given = {
        name: getattr(body, name) for name in body.model_fields_set & wire.StoreUpdate.model_fields.keys()
    }
    if "name" in given:
        given["name"] = given["name"] or ""
    if "metadata" in given:
        given["metadata"] = given["metadata"] or {}
    changed = context.services.resources.change(wanted(context), **given)
    return sliced(looked_at(changed, context), context)


def delete(body: None, context: Context) -> Reply:
    """Forget a store; the files that were in it stay."""
    found = wanted(context)
    context.services.resources.delete(found)
    answer: files_wire.Deleted = {"id": found.id, "object": "vector_store.deleted", "deleted": True}
    return json_reply(answer, context)


def wanted(context: Context) -> Resource:
    """The store of the path. Raises ApiError 404."""
    return context.services.resources.need(context.owner, "vector_store", context.parameters["store_id"])


def usable(store_id: str, context: Context) -> Resource:
    """The store, active as of now. Raises ApiError 404, and 400 where it has expired."""
    store = context.services.resources
    found = store.need(context.owner, "vector_store", store_id)
    now = context.services.clock.wall()
    if (at := expires_at(found)) is not None and at <= now:
        raise ApiError(400, f"Vector store '{found.id}' has expired.", param="vector_store_id")
    return store.change(found, last_active_at=now)


def expires_at(found: Resource) -> int | None:
    """Unix seconds; None: never."""
    if (after := found.body["expires_after"]) is None:
        return None
    return int(found.body["last_active_at"] + after["days"] * DAY)


def looked_at(found: Resource, context: Context) -> Work[wire.VectorStore]:
    members = yield from all_settled(found.id, context)
    return shown(found, members, context)


def shown(found: Resource, members: Sequence[Resource], context: Context) -> wire.VectorStore:
    """As the API has it, with these files."""
    body, count, expires = found.body, counts(members), expires_at(found)
    over = expires is not None and expires <= context.services.clock.wall()
    status = "expired" if over else "in_progress" if count["in_progress"] else "completed"
    return {
        "id": found.id,
        "object": "vector_store",
        "created_at": found.created_at,
        "name": body["name"],
        "usage_bytes": sum(member.body["bytes"] for member in members),
        "file_counts": count,
        "status": status,
        "expires_after": body["expires_after"],
        "expires_at": expires,
        "last_active_at": int(body["last_active_at"]),
        "metadata": body["metadata"],
    }
