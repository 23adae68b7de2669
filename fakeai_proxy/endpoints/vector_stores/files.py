"""The operations of `/vector_stores/{store_id}/files`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import files as files_wire
from fakeai_proxy.wire import vector_stores as wire

from .index import KIND, Index
from .members import STATES, add, all_settled, cutting_of, remove, settled, shown, state
from .operations import usable, wanted

FILTERS = ("", *STATES)


def create(body: wire.StoreFileRequest, context: Context) -> Reply:
    """Add a file of ours to a store: it is read, cut to chunks and made vectors."""
    found = usable(context.parameters["store_id"], context)
    cutting_of(body.chunking_strategy)
    file = context.services.resources.need(context.owner, "file", body.file_id)
    made = add(found.id, file, body.attributes, body.chunking_strategy, context)
    return sliced(looked_at(made, context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One file of a store, as far as it is."""
    return sliced(looked_at(member_of(context), context), context)


def update(body: wire.AttributesRequest, context: Context) -> Reply:
    """Other attributes."""
    changed = context.services.resources.change(member_of(context), attributes=body.attributes or {})
    return sliced(looked_at(changed, context), context)


def list_files(body: None, context: Context) -> Reply:
    """The files of a store, or those in one state (`filter`)."""
    return sliced(page_of(wanted(context), lambda member: True, context), context)


def page_of(found: Resource, belongs: Callable[[Resource], bool], context: Context) -> Work[dict[str, Any]]:
    """The page that is asked for, of the files of a store that `belongs` says yes to. Raises ApiError 400."""
    query, asked = page_query(context), context.query.choice("filter", FILTERS, "")
    yield from all_settled(found.id, context)
    page = context.services.resources.page(
        context.owner,
        "vector_store.file",
        query,
        found.id,
        keep=lambda member: belongs(member) and asked in ("", state(member)),
    )
    return listed([shown(member) for member in page.items], page.has_more)


def delete(body: None, context: Context) -> Reply:
    """Take a file out of a store; the file itself stays."""
    member = member_of(context)
    remove(member, context)
    answer: files_wire.Deleted = {"id": member.id, "object": "vector_store.file.deleted", "deleted": True}
    return json_reply(answer, context)


def content(body: None, context: Context) -> Reply:
    """The text that was read out of a file."""
    return sliced(text_of(member_of(context), context), context)


def text_of(member: Resource, context: Context) -> Work[wire.ContentPage]:
    """Raises ApiError 400 where it is not read, or cannot be."""
    member = yield from settled(member, context)
    if (status := state(member)) != "completed":
        raise ApiError(
            400, f"The content of a file with status '{status}' cannot be retrieved.", param="file_id"
        )
    store = context.services.resources
    index = store.need(member.owner, KIND, member.body["index"], member.parent)
    return {
        "object": "vector_store.file_content.page",
        "data": [{"type": "text", "text": Index.of(index, store.blobs).whole()}],
        "has_more": False,
        "next_page": None,
    }


def looked_at(member: Resource, context: Context) -> Work[wire.VectorStoreFile]:
    now = yield from settled(member, context)
    return shown(now)


def member_of(context: Context) -> Resource:
    """The file of the path. Raises ApiError 404."""
    store_id, id = wanted(context).id, context.parameters["file_id"]
    return context.services.resources.need(context.owner, "vector_store.file", id, store_id)
