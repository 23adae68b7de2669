"""The operations of `/batches`."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed, page_query
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Page, Resource
from fakeai_proxy.wire import batches as wire

from .running import COUNTED, advanced, schedule_of

ENDED = ("completed", "failed", "expired", "cancelled")


def create(body: wire.BatchRequest, context: Context) -> Reply:
    """A batch of the requests in a file; they are asked while it is in progress."""
    store = context.services.resources
    file = store.need(context.owner, "file", body.input_file_id)
    if (purpose := file.body["purpose"]) != "batch":
        raise ApiError(
            400,
            f"Invalid 'input_file_id': the purpose of '{file.id}' is '{purpose}', and not 'batch'.",
            param="input_file_id",
            code="invalid_value",
        )
    after = body.output_expires_after
    facts = {
        **body.model_dump(include={"input_file_id", "endpoint", "completion_window", "metadata"}),
        "output_seconds": after.seconds if after else None,
        **dict.fromkeys(("total", "model", "cancelling_at", "output_file_id", "error_file_id")),
        "errors": [],
        **dict.fromkeys(("done", "offset", "completed", "failed"), 0),
        "usage": dict.fromkeys(COUNTED, 0),
    }
    made = store.create(context.owner, "batch", context.identity.suffix, facts)
    return sliced(looked_at(made, context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One batch, as far as it is."""
    return sliced(looked_at(wanted(context), context), context)


def list_batches(body: None, context: Context) -> Reply:
    """All batches, as far as they are."""
    page = context.services.resources.page(context.owner, "batch", page_query(context))
    return sliced(page_of(page, context), context)


def cancel(body: None, context: Context) -> Reply:
    """Ask no more of its requests; what was answered stays."""
    return sliced(cancelled(wanted(context), context), context)


def looked_at(batch: Resource, context: Context) -> Work[wire.Batch]:
    now = context.services.clock.wall()
    batch = yield from advanced(batch, now, context)
    return shown(batch, now, context)


def page_of(page: Page, context: Context) -> Work[dict[str, Any]]:
    data = list[wire.Batch]()
    for batch in page.items:
        one = yield from looked_at(batch, context)
        data.append(one)
    return listed(data, page.has_more)


def cancelled(batch: Resource, context: Context) -> Work[wire.Batch]:
    """Raises ApiError 409 where it is over already."""
    now = context.services.clock.wall()
    batch = yield from advanced(batch, now, context)
    state = schedule_of(batch, context.services).state(now)
    if state in ENDED:
        raise ApiError(409, f"Cannot cancel a batch with status '{state}'.")
    if state != "cancelling":
        batch = context.services.resources.change(batch, cancelling_at=now)
    return shown(batch, now, context)


def wanted(context: Context) -> Resource:
    """The batch of the path. Raises ApiError 404."""
    return context.services.resources.need(context.owner, "batch", context.parameters["batch_id"])


def shown(batch: Resource, now: float, context: Context) -> wire.Batch:
    """As the API has it at `now`, in Unix seconds."""
    body, schedule = batch.body, schedule_of(batch, context.services)
    times = schedule.times(now)
    state = [*times][-1]
    return {
        "id": batch.id,
        "object": "batch",
        "endpoint": body["endpoint"],
        "model": body["model"],
        "errors": {"object": "list", "data": body["errors"]} if body["errors"] else None,
        "input_file_id": body["input_file_id"],
        "completion_window": body["completion_window"],
        "status": state,
        "output_file_id": body["output_file_id"] if state in ENDED else None,
        "error_file_id": body["error_file_id"] if state in ENDED else None,
        "created_at": batch.created_at,
        "in_progress_at": times.get("in_progress"),
        "expires_at": int(schedule.expires),
        "finalizing_at": times.get("finalizing"),
        "completed_at": times.get("completed"),
        "failed_at": times.get("failed"),
        "expired_at": times.get("expired"),
        "cancelling_at": times.get("cancelling"),
        "cancelled_at": times.get("cancelled"),
        "request_counts": {
            "total": 0 if state in ("validating", "failed") else body["total"] or 0,
            "completed": body["completed"],
            "failed": body["failed"],
        },
        "usage": usage_of(body["usage"]),
        "metadata": body["metadata"],
    }


def usage_of(counts: dict[str, int]) -> wire.BatchUsage:
    """Tokens of all requests so far."""
    return {
        "input_tokens": counts["input_tokens"],
        "input_tokens_details": {"cached_tokens": counts["cached_tokens"]},
        "output_tokens": counts["output_tokens"],
        "output_tokens_details": {"reasoning_tokens": counts["reasoning_tokens"]},
        "total_tokens": counts["total_tokens"],
    }
