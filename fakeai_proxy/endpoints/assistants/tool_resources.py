"""Files that tools may read: of an assistant, of a thread, and of a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.vector_stores.members import add, cutting_of
from fakeai_proxy.endpoints.vector_stores.operations import files_of
from fakeai_proxy.resources import Resource

Resources = dict[str, Any]


def resources_of(given: Mapping[str, Any] | None, context: Context) -> Resources:
    """`given` as it is kept: stores that it describes are made. Raises ApiError 404 for what is not there."""
    found: Resources = {}
    store = context.services.resources
    if code := (given or {}).get("code_interpreter"):
        ids = code.get("file_ids") or []
        files_of(ids, context)
        found["code_interpreter"] = {"file_ids": ids}
    if search := (given or {}).get("file_search"):
        ids = list(search.get("vector_store_ids") or [])
        for id in ids:
            store.need(context.owner, "vector_store", id)
        ids += [new_store(one, context).id for one in search.get("vector_stores") or []]
        found["file_search"] = {"vector_store_ids": ids}
    return found


def new_store(given: Mapping[str, Any], context: Context) -> Resource:
    """A vector store of the files of `given`. Raises ApiError."""
    strategy, files = given.get("chunking_strategy"), files_of(given.get("file_ids") or (), context)
    cutting_of(strategy)
    facts = {
        "name": "",
        "description": None,
        "expires_after": None,
        "metadata": given.get("metadata") or {},
        "last_active_at": context.services.clock.wall(),
    }
    made = context.services.resources.create(context.owner, "vector_store", context.identity.suffix, facts)
    for file in files:
        add(made.id, file, None, strategy, context)
    return made


def with_attachments(
    resources: Resources, attachments: Sequence[Mapping[str, Any]] | None, context: Context
) -> Resources:
    """`resources` of a thread with the files that a message brings. Raises ApiError 404."""
    searched, run = attached(attachments, "file_search"), attached(attachments, "code_interpreter")
    if run:
        files_of(run, context)
        before = resources.get("code_interpreter", {}).get("file_ids", [])
        resources = {**resources, "code_interpreter": {"file_ids": [*dict.fromkeys((*before, *run))]}}
    if not searched:
        return resources
    files = files_of(searched, context)
    if ids := resources.get("file_search", {}).get("vector_store_ids"):
        for file in files:
            add(ids[0], file, None, None, context)
        return resources
    made = new_store({"file_ids": searched}, context)
    return {**resources, "file_search": {"vector_store_ids": [made.id]}}


def attached(attachments: Sequence[Mapping[str, Any]] | None, tool: str) -> list[str]:
    """The files that are attached for `tool`."""
    return [
        one["file_id"]
        for one in attachments or ()
        if "file_id" in one and any(other["type"] == tool for other in one.get("tools") or ())
    ]
