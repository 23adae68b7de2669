"""The operations of `/vector_stores/{store_id}/file_batches`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import vector_stores as wire

from .files import page_of
from .indexing import PAUSE
from .members import add, all_settled, counts, cutting_of, state
from .operations import SLICE, files_of, usable, wanted


def create(body: wire.FileBatchRequest, context: Context) -> Reply:
    """Add many files at once: `file_ids` alike, or `files` each in its own way."""
    found = usable(context.parameters["store_id"], context)
    asked = asked_of(body)
    files = files_of([*asked], context)
    made = context.services.resources.create(
        context.owner, "vector_store.file_batch", context.identity.suffix, {"cancelled_at": None}, found.id
    )
    return sliced(added(made, files, asked, context), context)


def asked_of(body: wire.FileBatchRequest) -> dict[str, Mapping[str, Any]]:
    """What is asked for each file, by its id. Raises ApiError 400."""
    if (body.file_ids is None) == (body.files is None):
        message = "Exactly one of 'file_ids' and 'files' must be provided."
        raise ApiError(400, message, param="file_ids", code="invalid_value")
    cutting_of(body.chunking_strategy)
    if body.files is None:
        alike = {"attributes": body.attributes, "chunking_strategy": body.chunking_strategy}
        return dict.fromkeys(body.file_ids or (), alike)
    for at, one in enumerate(body.files):
        cutting_of(one.get("chunking_strategy"), f"files[{at}].chunking_strategy")
    return {one["file_id"]: one for one in body.files}


def added(
    batch: Resource, files: Sequence[Resource], asked: Mapping[str, Mapping[str, Any]], context: Context
) -> Work[wire.FileBatch]:
    for start in range(0, len(files), SLICE):
        for file in files[start : start + SLICE]:
            one = asked[file.id]
            add(batch.parent, file, one.get("attributes"), one.get("chunking_strategy"), context, batch.id)
        yield PAUSE
    return (yield from looked_at(batch, context))


def retrieve(body: None, context: Context) -> Reply:
    """One batch, as far as its files are."""
    return sliced(looked_at(batch_of(context), context), context)


def cancel(body: None, context: Context) -> Reply:
    """Read no more of its files; those that were read stay."""
    return sliced(cancelled(batch_of(context), context), context)


def cancelled(batch: Resource, context: Context) -> Work[wire.FileBatch]:
    """Raises ApiError 400 where it is over already."""
    told = yield from looked_at(batch, context)
    if told["status"] != "in_progress":
        raise ApiError(400, f"Cannot cancel a file batch with status '{told['status']}'.", param="batch_id")
    store, now = context.services.resources, context.services.clock.wall()
    for member in store.children(store.need(batch.owner, "vector_store", batch.parent), "vector_store.file"):
        if member.body["batch"] == batch.id and state(member) == "in_progress":
            store.change(member, cancelled_at=now)
    return (yield from looked_at(store.change(batch, cancelled_at=now), context))


def list_files(body: None, context: Context) -> Reply:
    """The files of a batch, or those in one state (`filter`)."""
    batch = batch_of(context)
    return sliced(page_of(wanted(context), lambda member: member.body["batch"] == batch.id, context), context)


def batch_of(context: Context) -> Resource:
    """The batch of the path. Raises ApiError 404."""
    store_id, id = wanted(context).id, context.parameters["batch_id"]
    return context.services.resources.need(context.owner, "vector_store.file_batch", id, store_id)


def looked_at(batch: Resource, context: Context) -> Work[wire.FileBatch]:
    members = yield from all_settled(batch.parent, context)
    count = counts(member for member in members if member.body["batch"] == batch.id)
    return {
        "id": batch.id,
        "object": "vector_store.files_batch",
        "created_at": batch.created_at,
        "vector_store_id": batch.parent,
        "status": status_of(batch, count),
        "file_counts": count,
    }


def status_of(batch: Resource, count: wire.FileCounts) -> str:
    """A batch has failed where all of its files have."""
    if batch.body["cancelled_at"] is not None:
        return "cancelled"
    if count["in_progress"]:
        return "in_progress"
    return "failed" if count["failed"] == count["total"] > 0 else "completed"
