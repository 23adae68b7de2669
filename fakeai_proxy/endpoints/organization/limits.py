"""`/organization/projects/{project_id}/rate_limits`: kept by the gate, where the settings turn limits on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.gate.settings import RateLimitSettings
from fakeai_proxy.gate.tiers import Tier
from fakeai_proxy.resources import KINDS, Resource
from fakeai_proxy.resources.project_limits import KIND, PREFIX, changed_limits
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import home, open_project, project_of

UNLIMITED = 2_000_000_000
"""What is told of a limit that there is not, where the API must have a number."""


def list_limits(body: None, context: Context) -> Reply:
    """The limits of a project for each model of OpenAI, in the order of their names."""
    project, query = project_of(home(context), context), context.query
    limit = query.integer("limit", 100, 1, 100)
    models = {PREFIX + model.id: model for model in context.services.catalog.known() if is_hosted(model)}
    ids = sorted(models)
    begin, end = 0, len(ids)
    if after := query.text("after"):
        begin = bisect_right(ids, after)
    elif before := query.text("before"):
        end = bisect_left(ids, before)
        begin = max(0, end - limit)
    shown_ids = ids[begin : min(end, begin + limit)]
    data = [shown(models[id], project, context) for id in shown_ids]
    has_more = begin > 0 if query.text("before") and not after else begin + limit < len(ids)
    return json_reply(listed(data, has_more), context)


def modify(body: wire.RateLimitChange, context: Context) -> Reply:
    """Other limits of a project for one model; all of its keys share them."""
    owner, store = home(context), context.services.resources
    with store.lock:
        project = open_project(owner, context)
        id = context.parameters["rate_limit_id"]
        model = context.services.catalog.find(id.removeprefix(PREFIX))
        if model is None or not id.startswith(PREFIX):
            raise KINDS[KIND].missing(id)
        changes = body.model_dump(exclude_none=True)
        before = changed_limits(store, project.id, model.id, context.request)
        store.put(owner, KIND, PREFIX + model.id, {**before, **changes}, project.id)
        record("rate_limit.updated", id, owner, context, project, changes_requested=changes)
    return json_reply(shown(model, project, context), context)


def shown(model: Model, project: Resource, context: Context) -> dict[str, Any]:
    tier = tier_of(context)
    days = {} if tier.rpd is None else {"max_requests_per_1_day": tier.rpd}
    return {
        "object": "project.rate_limit",
        "id": PREFIX + model.id,
        "model": model.id,
        "max_requests_per_1_minute": tier.rpm or UNLIMITED,
        "max_tokens_per_1_minute": tier.tpm or UNLIMITED,
        **days,
        **changed_limits(context.services.resources, project.id, model.id, context.request),
    }


def tier_of(context: Context) -> Tier:
    """The limits of a project of which nothing was changed."""
    gate = context.services.gate
    limits = gate.limits if gate else RateLimitSettings()
    return limits.table[limits.tier]
