"""`/responses/input_tokens` and `/responses/compact`: what a model would read, counted and made short."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.synth import prose
from fakeai_proxy.wire import responses as wire
from fakeai_proxy.wire.usage import usage

from .as_chat import reworded
from .asked import heard_of, read_of
from .items import Item, item_id
from .refusals import missing_model, refuse_tools
from .shown import usage_of
from .written import OUT

UNNAMED = "gpt-4o"
"""The model whose tokens are counted where none is named."""
SHORT = 64
"""Tokens of a compaction."""


def input_tokens(body: wire.CountRequest, context: Context) -> Reply:
    """How many tokens a response would read."""
    refuse_tools(body)
    model = context.model(body.model or UNNAMED)
    heard = heard_of(body, context.identity.suffix, context)
    with reworded(body):
        read = read_of(body, heard.items, model, context)
    answer: wire.InputTokens = {"object": "response.input_tokens", "input_tokens": read.prompt.tokens}
    return json_reply(answer, context)


def compact(body: wire.CompactRequest, context: Context) -> Reply:
    """What was said, made short: messages of the user as they are, and one item in place of all else."""
    if body.model is None:
        raise missing_model()
    asked = wire.CountRequest.model_construct(**body.model_dump(exclude_unset=True))
    model, name = context.model(body.model), context.identity.suffix
    heard = heard_of(asked, name, context)
    with reworded(asked):
        read = read_of(asked, heard.items, model, context)
    exchange, account = context.exchange, usage(read.prompt.tokens, SHORT)
    exchange.prompt_tokens, exchange.completion_tokens = read.prompt.tokens, SHORT
    answer: wire.Compacted = {
        "id": context.services.resources.unused("response", name),
        "object": "response.compaction",
        "created_at": context.created,
        "output": [*said_by_user(heard.items), compaction(name, context)],
        "usage": usage_of(account),
    }
    return json_reply(answer, context)


def said_by_user(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item["type"] == "message" and item["role"] == "user"]


def compaction(name: str, context: Context) -> dict[str, Any]:
    """The item that stands for what the model would remember."""
    text = b64encode("".join(prose(context.rng, SHORT)[:SHORT]).encode()).decode()
    return {"id": item_id("compaction", name, OUT), "type": "compaction", "encrypted_content": text}
