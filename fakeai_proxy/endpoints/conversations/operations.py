"""The operations of `/conversations` but for those of items."""

from __future__ import annotations

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.responses.delivery import add_items
from fakeai_proxy.endpoints.responses.items import given
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import conversations as wire


def create(body: wire.ConversationRequest, context: Context) -> Reply:
    """A conversation, with the items it begins with."""
    store, name = context.services.resources, context.identity.suffix
    with store.lock:
        made = store.create(context.owner, "conversation", name, {"metadata": body.metadata or {}})
        add_items(given(body.items, name), made.id, context)
    return json_reply(shown(made), context)


def retrieve(body: None, context: Context) -> Reply:
    """One conversation, without its items."""
    return json_reply(shown(wanted(context)), context)


def update(body: wire.UpdateRequest, context: Context) -> Reply:
    """Replace the metadata."""
    changed = context.services.resources.change(wanted(context), metadata=body.metadata or {})
    return json_reply(shown(changed), context)


def delete(body: None, context: Context) -> Reply:
    """Forget a conversation and its items."""
    found = wanted(context)
    context.services.resources.delete(found)
    answer: wire.Deleted = {"id": found.id, "object": "conversation.deleted", "deleted": True}
    return json_reply(answer, context)


def wanted(context: Context) -> Resource:
    """The conversation of the path. Raises ApiError 404."""
    id = context.parameters["conversation_id"]
    return context.services.resources.need(context.owner, "conversation", id)


def shown(conversation: Resource) -> wire.Conversation:
    """As the API has it."""
    return {
        "id": conversation.id,
        "object": "conversation",
        "created_at": conversation.created_at,
        "metadata": conversation.body["metadata"],
    }
