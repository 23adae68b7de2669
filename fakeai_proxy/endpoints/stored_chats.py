"""Chat completions that were kept (`store`), with what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import chat as wire

from .context import Context
from .listing import list_reply, listed, page_query
from .replies import json_reply
from .responses.items import Item
from .responses.operations import page_of

ASKED: Mapping[str, Any] = {
    "temperature": 1.0,
    "top_p": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "seed": None,
    "tools": None,
    "tool_choice": None,
    "response_format": None,
}
"""Parameters that are told again, as they are where nobody gave them."""


def keep(answer: wire.ChatCompletion, body: wire.ChatRequest, context: Context) -> None:
    """Store `answer` to `body`."""
    given = {name: getattr(body, name) for name in ASKED}
    facts = {
        "answer": answer,
        "messages": body.messages,
        "model": body.model,
        "metadata": body.metadata or {},
        "asked": {
            **{name: ASKED[name] if value is None else value for name, value in given.items()},
            "request_id": context.identity.request_id,
            "input_user": body.user,
        },
    }
    context.services.resources.put(context.owner, "chat.completion", answer["id"], facts)


def list_chats(body: None, context: Context) -> Reply:
    """Completions that were stored, the oldest first: all, or those of one `model` and `metadata`."""
    model, metadata = context.query.text("model"), context.query.mapping("metadata")

    def meant(kept: Resource) -> bool:
        return model in ("", kept.body["model"], kept.body["answer"]["model"]) and all(
            kept.body["metadata"].get(name) == value for name, value in metadata.items()
        )

    query = page_query(context, order="asc")
    page = context.services.resources.page(context.owner, "chat.completion", query, keep=meant)
    return list_reply(page, shown, context)


def retrieve(body: None, context: Context) -> Reply:
    """One completion that was stored."""
    return json_reply(shown(wanted(context)), context)


def update(body: wire.StoredChatRequest, context: Context) -> Reply:
    """Note down other metadata with a completion."""
    store = context.services.resources
    return json_reply(shown(store.change(wanted(context), metadata=body.metadata or {})), context)


def delete(body: None, context: Context) -> Reply:
    """Forget a completion."""
    kept = wanted(context)
    context.services.resources.delete(kept)
    return json_reply({"object": "chat.completion.deleted", "id": kept.id, "deleted": True}, context)


def list_messages(body: None, context: Context) -> Reply:
    """What was asked, message by message, the first one first."""
    kept = wanted(context)
    messages: list[Item] = [
        message_of(message, f"{kept.id}-{at}") for at, message in enumerate(kept.body["messages"])
    ]
    items, more = page_of(messages, page_query(context, order="asc"))
    return json_reply(listed(items, more), context)


def wanted(context: Context) -> Resource:
    """The completion of the path. Raises ApiError 404."""
    id = context.parameters["completion_id"]
    return context.services.resources.need(context.owner, "chat.completion", id)


def shown(kept: Resource) -> dict[str, Any]:
    """As the API has it."""
    return {**kept.body["answer"], **kept.body["asked"], "metadata": kept.body["metadata"]}


def message_of(message: Mapping[str, Any], id: str) -> dict[str, Any]:
    """`message` as it is listed: of content in parts, those that are text or images."""
    content = message.get("content")
    if not isinstance(content, list):
        return {**message, "id": id, "content": content, "content_parts": None}
    parts = [part for part in content if part["type"] in ("text", "image_url")]
    return {**message, "id": id, "content": None, "content_parts": parts}
