"""What can be done with a response that was stored."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import PageQuery, Resource
from fakeai_proxy.wire import responses as wire

from .background import looked_at, resumed
from .items import Item
from .past import heard

LARGEST = 2**31


def retrieve(body: None, context: Context) -> Reply:
    """One response as it is now; with `stream=true` the events of one in the background."""
    response = wanted(context)
    if not context.query.flag("stream"):
        return json_reply(looked_at(response, context), context)
    if "outline" not in response.body:
        message = "This response cannot be streamed because it was not created with 'background' set to true."
        raise ApiError(400, message, param="stream")
    after = context.query.integer("starting_after", -1, 0, LARGEST)
    obfuscated = context.query.text("include_obfuscation", "true").lower() != "false"
    return resumed(response, after, obfuscated, context)


def delete(body: None, context: Context) -> Reply:
    """Forget a response."""
    response = wanted(context)
    context.services.resources.delete(response)
    answer: wire.Deleted = {"id": response.id, "object": "response", "deleted": True}
    return json_reply(answer, context)


def cancel(body: None, context: Context) -> Reply:
    """Stop a response in the background; one that was stopped before stays as it is."""
    response = wanted(context)
    if not response.body["response"]["background"]:
        raise ApiError(400, "Cannot cancel a synchronous response.")
    shown = looked_at(response, context)
    if shown["status"] in ("queued", "in_progress"):
        store, now = context.services.resources, context.services.clock.wall()
        shown = looked_at(store.change(response, cancelled_at=now), context)
    elif shown["status"] != "cancelled":
        raise ApiError(400, "Cannot cancel a completed response.")
    return json_reply(shown, context)


def input_items(body: None, context: Context) -> Reply:
    """What went into a response, that of the responses before it included; the latest first."""
    query = page_query(context)
    items, more = page_of(heard(wanted(context), context), query)
    return json_reply(listed(items, more), context)


def page_of(items: list[Item], query: PageQuery) -> tuple[list[Item], bool]:
    """The part of `items` that is asked for, and whether there are more. Raises ApiError 400."""
    rows = items if query.order == "asc" else items[::-1]
    if query.after:
        at = next((at for at, item in enumerate(rows) if item["id"] == query.after), None)
        if at is None:
            message = f"Invalid 'after': no item with id '{query.after[:200]}' is in this list."
            raise ApiError(400, message, param="after", code="invalid_value")
        rows = rows[at + 1 :]
    return rows[: query.limit], len(rows) > query.limit


def wanted(context: Context) -> Resource:
    """The response of the path. Raises ApiError 404."""
    return context.services.resources.need(context.owner, "response", context.parameters["response_id"])
