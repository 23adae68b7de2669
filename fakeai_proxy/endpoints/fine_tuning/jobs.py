"""The operations of `/fine_tuning/jobs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import page_query
from fakeai_proxy.endpoints.replies import ORGANIZATION, json_reply
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import fine_tuning as wire

from .hyperparameters import NAMES
from .outcome import schedule_of, settled
from .preparing import prepared
from .schedule import ENDED


def create(body: wire.JobRequest, context: Context) -> Reply:
    """A job that makes a model of its own of a model and a file of examples."""
    return sliced(created(body, context), context)


def created(body: wire.JobRequest, context: Context) -> Work[wire.Job]:
    """Raises ApiError 400."""
    facts = yield from prepared(body, context)
    made = context.services.resources.create(context.owner, "fine_tuning.job", context.identity.suffix, facts)
    return shown(made, context)


def retrieve(body: None, context: Context) -> Reply:
    """One job, as far as it is."""
    return json_reply(shown(wanted(context), context), context)


def list_jobs(body: None, context: Context) -> Reply:
    """All jobs, or those with such `metadata`."""
    pairs = context.query.mapping("metadata").items()
    null = context.query.text("metadata") == "null"

    def belongs(job: Resource) -> bool:
        metadata = job.body["metadata"]
        return metadata is None if null else pairs <= (metadata or {}).items()

    page = context.services.resources.page(
        context.owner, "fine_tuning.job", page_query(context), keep=belongs
    )
    data = [shown(job, context) for job in page.items]
    return json_reply({"object": "list", "data": data, "has_more": page.has_more}, context)


def cancel(body: None, context: Context) -> Reply:
    """Stop a job for good."""
    job, now = wanted(context), context.services.clock.wall()
    refuse_ended(job, "cancel", context)
    return json_reply(shown(context.services.resources.change(job, cancelled_at=now), context), context)


def pause(body: None, context: Context) -> Reply:
    """Let a job stand still; it reports to be `queued`."""
    job, now = wanted(context), context.services.clock.wall()
    refuse_ended(job, "pause", context)
    if schedule_of(job, context).paused(now):
        raise ApiError(400, f"Cannot pause job {job.id}: it is paused already.")
    pauses = [*job.body["pauses"], [now, None]]
    return json_reply(shown(context.services.resources.change(job, pauses=pauses), context), context)


def resume(body: None, context: Context) -> Reply:
    """Let a paused job go on where it was."""
    job, now = wanted(context), context.services.clock.wall()
    refuse_ended(job, "resume", context)
    if not schedule_of(job, context).paused(now):
        raise ApiError(400, f"Cannot resume job {job.id}: it is not paused.")
    *before, (begin, _) = job.body["pauses"]
    pauses = [*before, [begin, now]]
    return json_reply(shown(context.services.resources.change(job, pauses=pauses), context), context)


def refuse_ended(job: Resource, what: str, context: Context) -> None:
    """Raise ApiError 400 for a job that is over."""
    state = schedule_of(job, context).state(context.services.clock.wall())
    if state in ENDED:
        raise ApiError(400, f"Cannot {what} job {job.id}: its status is '{state}' already.")


def wanted(context: Context) -> Resource:
    """The job of the path. Raises ApiError 404."""
    return context.services.resources.need(context.owner, "fine_tuning.job", context.parameters["job_id"])


def shown(job: Resource, context: Context) -> wire.Job:
    """As the API has it now."""
    job = settled(job, context)
    body, schedule, now = job.body, schedule_of(job, context), context.services.clock.wall()
    state = schedule.state(now)
    numbers = body["wanted"] if state in ("validating_files", "failed") else body["hyperparameters"]
    done = state == "succeeded"
    return {
        "id": job.id,
        "object": "fine_tuning.job",
        "created_at": job.created_at,
        "error": body["error"] if state == "failed" else None,
        "fine_tuned_model": body["name"] if done else None,
        "finished_at": int(schedule.finished) if state in ENDED else None,
        "hyperparameters": {name: numbers[name] for name in NAMES},
        "model": body["model"],
        "organization_id": ORGANIZATION,
        "result_files": [body["result_file"]] if body["result_file"] else [],
        "seed": body["seed"],
        "status": state,
        "trained_tokens": body["tokens"] * body["hyperparameters"]["n_epochs"] if done else None,
        "training_file": body["training_file"],
        "validation_file": body["validation_file"],
        "estimated_finish": int(schedule.finished) if state == "running" else None,
        "integrations": body["integrations"],
        "metadata": body["metadata"],
        "method": method_of(body["method"], numbers),
    }


def method_of(method: Mapping[str, Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for, with all of its hyperparameters."""
    kind = method["type"]
    return {"type": kind, kind: {**(method.get(kind) or {}), "hyperparameters": numbers}}
