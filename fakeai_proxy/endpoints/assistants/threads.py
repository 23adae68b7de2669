"""The operations of `/threads` themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import assistants as wire

from .kept import refuse_without_beta, thread_of
from .messages import added
from .tool_resources import resources_of


def create(body: wire.ThreadRequest, context: Context) -> Reply:
    """A thread, with its first messages if there are some."""
    refuse_without_beta(context)
    thread = made(body.messages, body.tool_resources, body.metadata, context)
    return json_reply(shown(thread), context)


def made(
    messages: Sequence[Mapping[str, Any]] | None,
    resources: Mapping[str, Any] | None,
    metadata: Mapping[str, str] | None,
    context: Context,
) -> Resource:
    """A new thread. Raises ApiError 404 for files that are not there."""
    store = context.services.resources
    with store.lock:
        facts = {"tool_resources": resources_of(resources, context), "metadata": metadata or {}}
        thread = store.create(context.owner, "thread", context.identity.suffix, facts)
        for message in messages or ():
            thread = added(message, thread, context).thread
    return thread


def retrieve(body: None, context: Context) -> Reply:
    """One thread."""
    return json_reply(shown(thread_of(context)), context)


def update(body: wire.ThreadUpdate, context: Context) -> Reply:
    """Other metadata, other files for its tools."""
    found = thread_of(context)
    given: dict[str, Any] = {}
    if "metadata" in body.model_fields_set:
        given["metadata"] = body.metadata or {}
    if body.tool_resources is not None:
        given["tool_resources"] = resources_of(body.tool_resources, context)
    return json_reply(shown(context.services.resources.change(found, **given)), context)


def delete(body: None, context: Context) -> Reply:
    """Forget a thread with its messages and runs."""
    found = thread_of(context)
    context.services.resources.delete(found)
    return json_reply({"id": found.id, "object": "thread.deleted", "deleted": True}, context)


def shown(thread: Resource) -> dict[str, Any]:
    return {
        "id": thread.id,
        "object": "thread",
        "created_at": thread.created_at,
        "metadata": thread.body["metadata"],
        "tool_resources": thread.body["tool_resources"],
    }
