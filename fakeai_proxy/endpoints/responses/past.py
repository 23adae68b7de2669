"""What was said before: by the responses before this one, or in its conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire.responses import ContextRequest, CountRequest

from .items import Item, maker_of


def past(body: ContextRequest, context: Context) -> list[Item]:
    """All items before those of `body`. Raises ApiError for what is not there."""
    conversation = conversation_of(body)
    if body.previous_response_id is not None and conversation is not None:
        raise ApiError(
            400,
            "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are only "
            "providing one of them.",
            param="previous_response_id",
            code="mutually_exclusive_parameters",
        )
    if body.previous_response_id is not None:
        return spoken(previous(body.previous_response_id, context), context)
    if conversation is not None:
        store = context.services.resources
        found = store.need(context.owner, "conversation", conversation)
        return [item.body for item in store.children(found, "conversation.item")]
    return []


def conversation_of(body: ContextRequest) -> str | None:
    """The id of its conversation."""
    given = body.conversation if isinstance(body, CountRequest) else None
    return given["id"] if isinstance(given, dict) else given


def previous(id: str, context: Context) -> Resource:
    """The response called `id`. Raises ApiError 400."""
    if found := context.services.resources.get(context.owner, "response", id):
        return found
    raise ApiError(
        400,
        f"Previous response with id '{id[:200]}' not found.",
        param="previous_response_id",
        code="previous_response_not_found",
    )


def spoken(response: Resource, context: Context) -> list[Item]:
    """All that went into `response` and came out of it, the oldest first."""
    return [*heard(response, context), *response.body["output"]]


def heard(response: Resource, context: Context) -> list[Item]:
    """All that went into `response`: what was sent with it, after what was said before."""
    turns: list[list[Item]] = [response.body["input"]]
    earlier: Resource | None = response
    while earlier is not None and (id := earlier.body["response"]["previous_response_id"]):
        earlier = context.services.resources.get(context.owner, "response", id)
        if earlier is not None:
            turns.append([*earlier.body["input"], *earlier.body["output"]])
    return [item for turn in reversed(turns) for item in turn]


def resolved(
    items: Iterable[dict[str, Any]], before: Iterable[Item], context: Context
) -> list[dict[str, Any]]:
    """`items` with what they refer to by its id. Raises ApiError 404."""
    known = {item["id"]: item for item in before}
    return [
        dict(known.get(item["id"]) or kept(item["id"], context)) if item["type"] == "item_reference" else item
        for item in items
    ]


def kept(id: str, context: Context) -> Item:
    """An item of any response that was stored."""
    response = context.services.resources.get(context.owner, "response", f"resp_{maker_of(id)}")
    if response is not None:
        for item in (*response.body["input"], *response.body["output"]):
            if item["id"] == id:
                return item  # type: ignore[no-any-return]  # as JSON has it
    raise ApiError(
        404,
        f"Item with id '{id[:200]}' not found. Items are not persisted when `store` is set to false. Try "
        "again with `store` set to true, or remove this item from your input.",
        param="input",
    )
