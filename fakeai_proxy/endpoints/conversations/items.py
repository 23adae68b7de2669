"""The items of a conversation."""

from __future__ import annotations

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, listed, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.responses.delivery import add_items
from fakeai_proxy.endpoints.responses.items import given
from fakeai_proxy.endpoints.responses.past import resolved
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import conversations as wire

from .operations import shown, wanted

KIND = "conversation.item"


def create(body: wire.ItemsRequest, context: Context) -> Reply:
    """Put items at the end of a conversation."""
    conversation = wanted(context)
    before = [item.body for item in context.services.resources.children(conversation, KIND)]
    items = resolved(given(body.items, context.identity.suffix), before, context)
    add_items(items, conversation.id, context)
    return json_reply(listed(items, has_more=False), context)


def list_items(body: None, context: Context) -> Reply:
    """The items of a conversation, the latest first."""
    store, query = context.services.resources, page_query(context)
    page = store.page(context.owner, KIND, query, wanted(context).id)
    return list_reply(page, lambda item: item.body, context)


def retrieve(body: None, context: Context) -> Reply:
    """One item."""
    return json_reply(wanted_item(context).body, context)


def delete(body: None, context: Context) -> Reply:
    """Take an item out of a conversation, which is the answer."""
    conversation = wanted(context)
    context.services.resources.delete(wanted_item(context))
    return json_reply(shown(conversation), context)


def wanted_item(context: Context) -> Resource:
    """The item of the path. Raises ApiError 404."""
    store, parameters = context.services.resources, context.parameters
    return store.need(context.owner, KIND, parameters["item_id"], wanted(context).id)
