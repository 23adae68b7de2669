"""The operations of `/threads/{thread_id}/messages`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import KINDS, Resource
from fakeai_proxy.wire import assistants as wire

from .course import Course, active_run, course_of
from .kept import message_of, thread_of
from .tool_resources import with_attachments

KIND = "thread.message"
STOPPED = {"cancelled": "run_cancelled", "cancelling": "run_cancelled", "expired": "run_expired"}
CUT = {"incomplete": "max_tokens", "failed": "run_failed"}
"""Why a message is incomplete, by the status of its run."""


class Added(NamedTuple):
    """A message, and its thread with what the message brought."""

    message: Resource
    thread: Resource


def create(body: wire.MessageRequest, context: Context) -> Reply:
    """One more message, which the next run reads."""
    thread = thread_of(context)
    with context.services.resources.lock:
        if run := active_run(thread, context):
            raise ApiError(400, f"Can't add messages to {thread.id} while a run {run.id} is active.")
        found = added(body.model_dump(exclude_none=True), thread, context)
    return json_reply(whole(found.message, found.message.created_at), context)


def added(given: Mapping[str, Any], thread: Resource, context: Context) -> Added:
    """`given` at the end of `thread`. Raises ApiError 404 for files that are not there."""
    store = context.services.resources
    resources = with_attachments(thread.body["tool_resources"], given.get("attachments"), context)
    if resources != thread.body["tool_resources"]:
        thread = store.change(thread, tool_resources=resources)
    content = given["content"]
    body = {
        "role": given["role"],
        "content": [text(content)] if isinstance(content, str) else [block_of(part) for part in content],
        "attachments": given.get("attachments") or [],
        "metadata": given.get("metadata") or {},
    }
    return Added(store.create(context.owner, KIND, context.identity.suffix, body, thread.id), thread)


def text(value: str, annotations: list[Mapping[str, Any]] | None = None) -> dict[str, Any]:
    return {"type": "text", "text": {"value": value, "annotations": annotations or []}}


def block_of(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a message as it is kept."""
    kind = part["type"]
    if kind == "text":
        return text(part["text"])
    return {"type": kind, kind: {**part[kind], "detail": part[kind].get("detail") or "auto"}}


def list_messages(body: None, context: Context) -> Reply:
    """All messages of a thread, or those that one run wrote."""
    thread, run, writers = thread_of(context), context.query.text("run_id"), Writers(context)

    def keep(message: Resource) -> bool:
        return run in ("", message.body.get("run_id")) and writers.begun(message)

    page = context.services.resources.page(thread.owner, KIND, page_query(context), thread.id, keep)
    return list_reply(page, writers.shown, context)


def retrieve(body: None, context: Context) -> Reply:
    """One message."""
    return json_reply(Writers(context).shown(wanted(context)), context)


def update(body: wire.MetadataUpdate, context: Context) -> Reply:
    """Other metadata."""
    changed = context.services.resources.change(wanted(context), metadata=body.metadata or {})
    return json_reply(Writers(context).shown(changed), context)


def delete(body: None, context: Context) -> Reply:
    """Take a message out of its thread."""
    found = wanted(context)
    context.services.resources.delete(found)
    return json_reply({"id": found.id, "object": "thread.message.deleted", "deleted": True}, context)


def wanted(context: Context) -> Resource:
    """The message of the path. Raises ApiError 404 where it is not there, or not yet."""
    found = message_of(context)
    if not Writers(context).begun(found):
        raise KINDS[KIND].missing(found.id)
    return found


class Writers:
    """The runs that wrote, or write, messages; each is looked up once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._courses: dict[str, Course | None] = {}

    def begun(self, message: Resource) -> bool:
        """Is it there already?"""
        course = self._of(message)
        return course is None or course.starts(message.body["turn"]) <= course.reached

    def shown(self, message: Resource) -> dict[str, Any]:
        """As it is now."""
        course = self._of(message)
        return whole(message, message.created_at) if course is None else written(message, course)

    def _of(self, message: Resource) -> Course | None:
        id = message.body.get("run_id")
        if id is None:
            return None
        if id not in self._courses:
            run = self._context.services.resources.get(message.owner, "thread.run", id, message.parent)
            self._courses[id] = course_of(run, self._context) if run else None
        return self._courses[id]


def written(message: Resource, course: Course) -> dict[str, Any]:
    """A message of a run, as far as that is."""
    turn = message.body["turn"]
    progress, begun = course.progress(turn), int(course.starts(turn))
    if progress.ends <= course.reached:
        reason = CUT.get(course.turns[turn]["ends"])
        said = whole(message, begun, "incomplete" if reason else "completed", reason, int(progress.ends))
        return {**said, "content": []} if reason == CUT["failed"] else said
    if course.stopped > course.now:
        return {**whole(message, begun, "in_progress"), "content": []}
    share = progress.share("in_progress", course.stopped)
    told = message.body["pieces"][: int(share * len(message.body["pieces"]))]
    stopped = whole(message, begun, "incomplete", STOPPED[course.status], int(course.stopped))
    return {**stopped, "content": [text("".join(told))] if told else []}


def whole(
    message: Resource,
    created: int,
    status: str = "completed",
    reason: str | None = None,
    ended: int | None = None,
) -> dict[str, Any]:
    """With all of its content; `reason`: why there is no more of it."""
    body = message.body
    return {
        "id": message.id,
        "object": "thread.message",
        "created_at": created,
        "thread_id": message.parent,
        "assistant_id": body.get("assistant_id"),
        "run_id": body.get("run_id"),
        "role": body["role"],
        "content": body["content"],
        "attachments": body["attachments"],
        "metadata": body["metadata"],
        "status": status,
        "incomplete_details": {"reason": reason} if reason else None,
        "completed_at": None if reason else ended,
        "incomplete_at": ended if reason else None,
    }
