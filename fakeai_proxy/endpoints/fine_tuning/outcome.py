"""What is left of a job when it is over: a model, and a file of metrics."""

from __future__ import annotations

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import PageQuery, Resource, numbered

from .schedule import Schedule
from .training import Curve, spaced

ROWS = 2_000
"""Steps that the file of metrics tells of."""
COLUMNS = ("train_loss", "train_mean_token_accuracy", "valid_loss", "valid_mean_token_accuracy")
HEAD = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy"


def schedule_of(job: Resource, context: Context) -> Schedule:
    services = context.services
    return Schedule(job, services.resources.settings.fine_tuning_seconds, services.cluster.time.scale)


def settled(job: Resource, context: Context) -> Resource:
    """`job`, with its model and its file if it has succeeded by now."""
    store, schedule = context.services.resources, schedule_of(job, context)
    if job.body["settled"] or schedule.state(context.services.clock.wall()) != "succeeded":
        return job
    text = metrics_of(job)
    with store.lock:
        job = store.need(job.owner, job.kind, job.id)
        if job.body["settled"]:
            return job
        model = {"base": job.body["base"], "created": int(schedule.finished), "deleted": False}
        store.put(job.owner, "model", job.body["name"], model)
        return store.change(job, settled=True, result_file=_filed(text, job, context))


def _filed(text: bytes, job: Resource, context: Context) -> str | None:
    """The id of a file of metrics; None where there is no room for it."""
    store = context.services.resources
    facts = {"purpose": "fine-tune-results", "filename": "step_metrics.csv"}
    file = store.create(job.owner, "file", numbered(job.id, 0), facts)
    try:
        store.blobs.append(file.id, text)
    except ApiError:
        store.delete(file)
        return None
    return file.id


def all_settled(context: Context) -> None:
    """Every job of who asks, so that all models that are ready are there."""
    store = context.services.resources
    everything = PageQuery(store.settings.max_objects, "asc")

    def open_yet(job: Resource) -> bool:
        return not (job.body["settled"] or job.body["error"] or job.body["cancelled_at"])

    for job in store.page(context.owner, "fine_tuning.job", everything, keep=open_yet).items:
        settled(job, context)


def metrics_of(job: Resource) -> bytes:
    """A line for each step, or for evenly spaced ones where there are many."""
    curve = Curve.of(job)
    rows = [HEAD]
    for step in spaced(curve.steps, ROWS):
        metrics = curve.metrics(step)
        rows.append(",".join((str(step), *(str(metrics.get(name, "")) for name in COLUMNS))))
    return ("\n".join(rows) + "\n").encode()
