"""What is due of a batch of messages is asked.

in_progress ─► ended; or, where it is asked to: canceling ─► ended
"""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json, to_json

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.batches.asking import answer_of, offline
from fakeai_proxy.endpoints.batches.lines import lines
from fakeai_proxy.endpoints.context import Context, Services
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import Progress, Resource

KIND, RESULTS = "message_batch", "message_batch.results"
ASKED = 8
"""Messages of one slice."""


class Schedule:
    """Of one batch, as it is known now."""

    def __init__(self, batch: Resource, services: Services) -> None:
        settings, scale = services.resources.settings, services.cluster.time.scale
        self.total, self.cancelled = batch.body["total"], batch.body["cancelled_at"]
        running = settings.batch_seconds + self.total * settings.batch_request_seconds
        self._running = Progress(batch.created, scale, (("in_progress", running),), "ended")
        pause = (("canceling", settings.batch_seconds),)
        self._ending = None if self.cancelled is None else Progress(self.cancelled, scale, pause, "ended")

    @property
    def ends(self) -> float:
        """Unix seconds."""
        return (self._ending or self._running).ends

    def state(self, now: float) -> str:
        """At `now`, in Unix seconds."""
        return (self._ending or self._running).state(now)

    def due(self, now: float) -> int:
        """How many messages have been asked by `now`."""
        seen = now if self.cancelled is None else min(now, self.cancelled)
        return int(self._running.share("in_progress", seen) * self.total)


def schedule_of(batch: Resource, services: Services) -> Schedule:
    return Schedule(batch, services)


def advanced(batch: Resource, now: float, context: Context) -> Work[Resource]:
    """`batch` with everything done that is due at `now`."""
    schedule = schedule_of(batch, context.services)
    due = schedule.due(now)
    wanted = batch.body["total"] if schedule.state(now) == "ended" else due
    if batch.body["done"] >= wanted:
        return batch
    services = offline(context.services)
    while batch.body["done"] < wanted:
        batch = yield from slice_of(batch, due, context, services)
        yield Wait(0)
    return batch


def slice_of(batch: Resource, due: int, context: Context, services: Services) -> Work[Resource]:
    """With some more answered, unless another has asked them meanwhile; what was not `due` is canceled."""
    store = context.services.resources
    facts, text = dict(batch.body), b""
    found = lines(store.blobs, batch.id, facts["offset"])
    for line, _ in zip(found, range(ASKED), strict=False):
        one = from_json(line.text)
        result = (yield from result_of(one["params"], context, services)) if facts["done"] < due else CANCELED
        text += to_json({"custom_id": one["custom_id"], "result": result}) + b"\n"
        facts |= {"done": facts["done"] + 1, "offset": line.end}
        facts[result["type"]] += 1
    with store.lock:
        latest = store.need(batch.owner, KIND, batch.id)
        if latest.body["done"] != batch.body["done"]:
            return latest
        store.blobs.append(f"{batch.id}_results", text)
        return store.change(latest, **{**facts, "cancelled_at": latest.body["cancelled_at"]})


CANCELED: dict[str, Any] = {"type": "canceled"}


def result_of(params: dict[str, Any], context: Context, services: Services) -> Work[dict[str, Any]]:
    """What came of one message."""
    line = {"url": "/v1/messages", "body": {**params, "stream": False}}
    status, _, content = yield from answer_of(line, context.request, services)
    told = from_json(content)
    return {"type": "errored", "error": told} if status >= 400 else {"type": "succeeded", "message": told}
