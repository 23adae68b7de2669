"""The operations of `/assistants`."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import assistants as wire

from .kept import assistant_of, refuse_without_beta
from .tool_resources import resources_of

FACTS = ("model", "name", "description", "instructions", "temperature", "top_p", "reasoning_effort")


def create(body: wire.AssistantRequest, context: Context) -> Reply:
    """A model with instructions and tools."""
    refuse_without_beta(context)
    facts = {
        **{name: getattr(body, name) for name in FACTS},
        "tools": body.tools or [],
        "tool_resources": resources_of(body.tool_resources, context),
        "metadata": body.metadata or {},
        "response_format": body.response_format or "auto",
    }
    made = context.services.resources.create(context.owner, "assistant", context.identity.suffix, facts)
    return json_reply(shown(made), context)


def list_assistants(body: None, context: Context) -> Reply:
    """All assistants."""
    refuse_without_beta(context)
    page = context.services.resources.page(context.owner, "assistant", page_query(context))
    return list_reply(page, shown, context)


def retrieve(body: None, context: Context) -> Reply:
    """One assistant."""
    return json_reply(shown(assistant_of(context)), context)


def update(body: wire.AssistantUpdate, context: Context) -> Reply:
    """Change what is named; the rest stays."""
    found = assistant_of(context)
    given: dict[str, Any] = {name: getattr(body, name) for name in body.model_fields_set if name in FACTS}
    if given.get("model") is None:
        given.pop("model", None)
    if body.tools is not None:
        given["tools"] = body.tools
    if body.tool_resources is not None:
        given["tool_resources"] = resources_of(body.tool_resources, context)
    if "metadata" in body.model_fields_set:
        given["metadata"] = body.metadata or {}
    if body.response_format is not None:
        given["response_format"] = body.response_format
    return json_reply(shown(context.services.resources.change(found, **given)), context)


def delete(body: None, context: Context) -> Reply:
    """Forget an assistant; its runs stay."""
    found = assistant_of(context)
    context.services.resources.delete(found)
    return json_reply({"id": found.id, "object": "assistant.deleted", "deleted": True}, context)


def shown(assistant: Resource) -> dict[str, Any]:
    body = assistant.body
    return {
        "id": assistant.id,
        "object": "assistant",
        "created_at": assistant.created_at,
        **{name: body[name] for name in ("name", "description", "model", "instructions", "tools")},
        "tool_resources": body["tool_resources"],
        "metadata": body["metadata"],
        "temperature": 1.0 if body["temperature"] is None else body["temperature"],
        "top_p": 1.0 if body["top_p"] is None else body["top_p"],
        "response_format": body["response_format"],
    }
