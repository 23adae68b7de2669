"""`/messages/batches`: messages that are asked for together and answered later, at half the price."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed
from fakeai_proxy.endpoints.replies import standard_headers
from fakeai_proxy.endpoints.sliced import Work, after, sliced
from fakeai_proxy.resources import Page, PageQuery, Resource
from fakeai_proxy.wire import anthropic as wire

from .batch_running import KIND, RESULTS, advanced, schedule_of
from .refusals import refuse_unversioned, refused

MOST = 1000
DAY = 86_400
JSONL = ("content-type", "application/x-jsonl")


def create(body: wire.BatchRequest, context: Context) -> Reply:
    """A batch of messages; each is checked when it is asked."""
    refuse_unversioned(context)
    ids = [one["custom_id"] for one in body.requests]
    if len(set(ids)) < len(ids):
        raise refused("requests: custom_id must be unique within a batch")
    store = context.services.resources
    facts = {"total": len(ids), "done": 0, "offset": 0, "cancelled_at": None}
    facts |= dict.fromkeys(("succeeded", "errored", "canceled"), 0)
    made = store.create(context.owner, KIND, context.identity.suffix, facts)
    store.blobs.append(made.id, b"".join(to_json(one) + b"\n" for one in body.requests))
    store.put(context.owner, RESULTS, f"{made.id}_results", {}, made.id)
    return sliced(looked_at(made, context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One batch, as far as it is."""
    return sliced(looked_at(wanted(context), context), context)


def list_batches(body: None, context: Context) -> Reply:
    """All batches, the latest first."""
    query = context.query
    asked = PageQuery(
        query.integer("limit", 20, 1, MOST), "desc", query.text("after_id"), query.text("before_id")
    )
    return sliced(page_of(context.services.resources.page(context.owner, KIND, asked), context), context)


def cancel(body: None, context: Context) -> Reply:
    """Ask no more of its messages; one that has ended stays as it is."""
    batch, now = wanted(context), context.services.clock.wall()
    if batch.body["cancelled_at"] is None and schedule_of(batch, context.services).state(now) != "ended":
        batch = context.services.resources.change(batch, cancelled_at=now)
    return sliced(looked_at(batch, context), context)


def delete(body: None, context: Context) -> Reply:
    """Forget a batch that has ended, with its results."""
    batch = wanted(context)
    return sliced(deleted(batch, context), context)


def results(body: None, context: Context) -> Reply:
    """What came of each message, a line each, once the batch has ended."""
    batch = wanted(context)
    return after(looked_at(batch, context), lambda seen: told(seen, batch, context), context)


def looked_at(batch: Resource, context: Context) -> Work[dict[str, Any]]:
    now = context.services.clock.wall()
    batch = yield from advanced(batch, now, context)
    return shown(batch, now, context)


def page_of(page: Page, context: Context) -> Work[dict[str, Any]]:
    data = []
    for batch in page.items:
        one = yield from looked_at(batch, context)
        data.append(one)
    answer = listed(data, page.has_more)
    return {key: value for key, value in answer.items() if key != "object"}


def deleted(batch: Resource, context: Context) -> Work[dict[str, Any]]:
    """Raises ApiError 400 where it is under way."""
    seen = yield from looked_at(batch, context)
    if seen["processing_status"] != "ended":
        raise refused("Cannot delete a batch that has not ended. Cancel it first.")
    context.services.resources.delete(batch)
    return {"id": batch.id, "type": "message_batch_deleted"}


def told(seen: Mapping[str, Any], batch: Resource, context: Context) -> Reply:
    """The lines. Raises ApiError 404 before there are any."""
    if seen["processing_status"] != "ended":
        raise ApiError(404, "Batch has no available results; it has not ended.")
    head = Head(200, (JSONL, *standard_headers(context.identity)))
    pieces = context.services.resources.blobs.pieces(f"{batch.id}_results")
    return chain((head,), map(Data, pieces), (End(),))


def wanted(context: Context) -> Resource:
    """The batch of the path. Raises ApiError 404."""
    refuse_unversioned(context)
    return context.services.resources.need(context.owner, KIND, context.parameters["batch_id"])


def shown(batch: Resource, now: float, context: Context) -> dict[str, Any]:
    """As the API has it at `now`, in Unix seconds."""
    body, schedule = batch.body, schedule_of(batch, context.services)
    state = schedule.state(now)
    over, cancelled = state == "ended", body["cancelled_at"]
    url = f"{context.request.origin}/v1/messages/batches/{batch.id}/results"
    return {
        "id": batch.id,
        "type": "message_batch",
        "processing_status": state,
        "request_counts": {
            "processing": 0 if over else body["total"],
            **{name: body[name] if over else 0 for name in ("succeeded", "errored", "canceled")},
            "expired": 0,
        },
        "created_at": date(batch.created),
        "expires_at": date(batch.created + DAY),
        "ended_at": date(schedule.ends) if over else None,
        "cancel_initiated_at": None if cancelled is None else date(cancelled),
        "archived_at": None,
        "results_url": url if over else None,
    }


def date(seconds: float) -> str:
    """RFC 3339, of Unix seconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
