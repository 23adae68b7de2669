"""The model as it was during the training."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import listed
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource, numbered
from fakeai_proxy.resources.kinds import KINDS
from fakeai_proxy.wire import fine_tuning as wire

from .derived import page_of
from .jobs import wanted
from .outcome import schedule_of
from .training import Curve, checkpointed


def list_checkpoints(body: None, context: Context) -> Reply:
    """The checkpoints of a job so far, the latest first."""
    found = [*checkpoints(wanted(context), context)]
    page = page_of(found[::-1], context, 10)
    return json_reply(listed(page["data"], page["has_more"]), context)


def checkpoints(job: Resource, context: Context) -> Iterator[wire.Checkpoint]:
    """Those that were made by now, the oldest first."""
    if job.body["error"]:
        return
    schedule, curve, now = schedule_of(job, context), Curve.of(job), context.services.clock.wall()
    for step in checkpointed(job.body):
        at = schedule.at(step / curve.steps)
        if at > min(now, schedule.cancelled):
            return
        metrics = curve.metrics(step)
        full = {f"full_{name}": value for name, value in metrics.items() if name.startswith("valid")}
        yield {
            "id": KINDS["fine_tuning.checkpoint"].prefix + numbered(f"{job.id} {step}", 0),
            "object": "fine_tuning.job.checkpoint",
            "created_at": int(at),
            "fine_tuned_model_checkpoint": named(job, step),
            "fine_tuning_job_id": job.id,
            "metrics": {"step": float(step), **metrics, **full},
            "step_number": step,
        }


def named(job: Resource, step: int) -> str:
    """The name of the model after `step`; after the last it is the fine-tuned model itself."""
    name: str = job.body["name"]
    return name if step == job.body["steps"] else f"{name}:ckpt-step-{step}"
