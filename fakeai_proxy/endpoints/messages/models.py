"""`GET /models` as Anthropic has it: its own models alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.wire.anthropic import ModelInfo

PROVIDER = "anthropic"
MOST = 1000
VERSION = re.compile(r"(?<=\d) (?=\d)")
DATE = re.compile(r" \d{8}")


def list_models(context: Context) -> Reply:
    """The models of Anthropic, the newest first."""
    known = [model for model in context.services.catalog.known() if model.provider == PROVIDER]
    models = sorted(known, key=lambda model: -model.created)
    cards = {one["id"]: one for one in map(card, models)}
    page, more = page_of([*cards.values()], context)
    answer = listed(page, more)
    return json_reply({key: value for key, value in answer.items() if key != "object"}, context)


def retrieve(name: str, context: Context) -> Reply:
    """One of them. Raises ApiError 404."""
    model = context.services.catalog.find(name)
    if model is None or model.provider != PROVIDER:
        raise ApiError(404, f"model: {name[:200]}")
    return json_reply(card(model), context)


def page_of(cards: Sequence[ModelInfo], context: Context) -> tuple[Sequence[ModelInfo], bool]:
    """`limit` of them after `after_id`, or before `before_id`, and whether there are more.

    Raises ApiError 400.
    """
    query = context.query
    limit = query.integer("limit", 20, 1, MOST)
    ids = [one["id"] for one in cards]
    if before := query.text("before_id"):
        cards = cards[: place_of(before, ids, "before_id")]
        return cards[-limit:], len(cards) > limit
    start = place_of(after, ids, "after_id") + 1 if (after := query.text("after_id")) else 0
    return cards[start : start + limit], len(cards) > start + limit


def place_of(id: str, ids: Sequence[str], param: str) -> int:
    if id not in ids:
        raise ApiError(400, f"{param}: no model '{id[:200]}'")
    return ids.index(id)


def card(model: Model) -> ModelInfo:
    return {
        "type": "model",
        "id": model.snapshot or model.id,
        "display_name": display_name(model.id),
        "created_at": datetime.fromtimestamp(model.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "max_input_tokens": model.context_window,
        "max_tokens": model.max_output_tokens,
        "lifecycle": "active",
    }


def display_name(id: str) -> str:
    """`Claude Opus 4.5` of claude-opus-4-5."""
    words = DATE.sub("", id.replace("-", " "))
    return VERSION.sub(".", words).title()
