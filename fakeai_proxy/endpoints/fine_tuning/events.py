"""What happens to a job, told while it happens."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite
from typing import Any, Literal, NamedTuple

from pydantic_core import to_json

from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import json_reply, standard_headers
from fakeai_proxy.resources import Resource, numbered
from fakeai_proxy.resources.kinds import KINDS
from fakeai_proxy.wire import fine_tuning as wire

from .derived import page_of
from .jobs import wanted
from .outcome import schedule_of
from .schedule import Schedule
from .training import Curve, checkpointed, spaced

MOST = 100
"""Events that tell of steps."""
GLANCE = 0.25
"""Real seconds after which a stream looks again at a job that is paused or ends later than it did."""


class Happening(NamedTuple):
    """One thing that happens."""

    at: float
    """Unix seconds."""
    name: str
    """What tells it from the others of the job."""
    message: str
    type: Literal["message", "metrics"] = "message"
    level: Literal["info", "warn", "error"] = "info"
    data: dict[str, Any] = {}  # noqa: RUF012 - of a tuple, and never changed


def list_events(body: None, context: Context) -> Reply:
    """What happened to a job, the latest first; with `stream=true` as server-sent events while it happens."""
    job = wanted(context)
    if context.query.flag("stream") or "text/event-stream" in (context.request.header("accept") or ""):
        return streamed(job, context)
    now, every = context.services.clock.wall(), happenings(job, schedule_of(job, context))
    told = [shown(one, job) for one in reversed(every) if one.at <= now]
    return json_reply(page_of(told, context, 20), context)


def streamed(job: Resource, context: Context) -> Reply:
    """Each event when it happens, until there are no more to come."""
    store, clock = context.services.resources, context.services.clock
    schedule, seen = schedule_of(job, context), set[str]()
    coming = happenings(job, schedule)
    yield Head(200, (EVENT_STREAM, *standard_headers(context.identity)))
    while True:
        now = clock.wall()
        while coming and coming[0].at <= now:
            one = coming.pop(0)
            if one.name not in seen:
                seen.add(one.name)
                yield Data(b"data: %b\n\n" % to_json(shown(one, job)))
        if schedule.finished <= now:
            break
        yield Wait(min(coming[0].at - now if coming else inf, GLANCE))
        if (found := store.get(job.owner, job.kind, job.id)) is None:
            break
        if found.body != job.body:  # it was paused, resumed or cancelled
            job, schedule = found, schedule_of(found, context)
            coming = happenings(job, schedule)
    yield Data(b"data: [DONE]\n\n")
    yield End()


def happenings(job: Resource, schedule: Schedule) -> list[Happening]:
    """All that will happen as far as is known now, the oldest first."""
    found = [one for one in _planned(job, schedule) if one.at <= schedule.cancelled]
    for at, (begin, end) in enumerate(schedule.pauses):
        found.append(Happening(begin, f"paused {at}", "Fine-tuning job paused"))
        found.append(Happening(end, f"resumed {at}", "Fine-tuning job resumed"))
    if isfinite(schedule.cancelled):
        found.append(Happening(schedule.cancelled, "cancelled", "Fine-tuning job cancelled"))
    return sorted((one for one in found if isfinite(one.at)), key=lambda one: one.at)


def _planned(job: Resource, schedule: Schedule) -> Iterator[Happening]:
    """What happens if nobody stops it."""
    body = job.body
    yield Happening(job.created, "created", f"Created fine-tuning job: {job.id}")
    files = [one for one in (body["training_file"], body["validation_file"]) if one]
    for at, file in enumerate(files):
        kind = "validation" if at else "training"
        yield Happening(job.created, f"validating {at}", f"Validating {kind} file: {file}")
    if error := body["error"]:
        yield Happening(schedule.begins("failed"), "failed", error["message"], level="error", data=error)
        return
    yield Happening(schedule.begins("queued"), "queued", "Files validated, moving job to queued state")
    yield Happening(schedule.begins("running"), "running", "Fine-tuning job started")
    yield from _steps(job, schedule)
    end, name = schedule.begins("succeeded"), body["name"]
    yield Happening(end, "model", f"New fine-tuned model created: {name}")
    yield Happening(end, "succeeded", "The job has successfully completed")


def _steps(job: Resource, schedule: Schedule) -> Iterator[Happening]:
    curve, kept = Curve.of(job), checkpointed(job.body)
    for step in sorted({*spaced(curve.steps, MOST), *kept}):
        metrics, at = curve.metrics(step), schedule.at(step / curve.steps)
        data = {"step": step, "total_steps": curve.steps, **metrics}
        losses = f"training loss={metrics['train_loss']:.2f}"
        if curve.validated:
            losses += f", validation loss={metrics['valid_loss']:.2f}"
        yield Happening(at, f"step {step}", f"Step {step}/{curve.steps}: {losses}", "metrics", data=data)
        if step in kept:
            yield Happening(at, f"kept {step}", f"Checkpoint created at step {step}", data={"step": step})


def shown(one: Happening, job: Resource) -> wire.Event:
    """As the API has it."""
    return {
        "id": KINDS["fine_tuning.event"].prefix + numbered(f"{job.id} {one.name}", 0),
        "object": "fine_tuning.job.event",
        "created_at": int(one.at),
        "level": one.level,
        "message": one.message,
        "type": one.type,
        "data": one.data,
    }
