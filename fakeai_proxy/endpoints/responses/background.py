"""Responses in the background: they are a function of time, and their streams can be taken up again."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import standard_headers
from fakeai_proxy.resources import Progress, Resource

from .delivery import frame_of
from .events import TICK, Frame
from .shown import Shown, ended_of
from .written import Written

PHASES = (("queued", "queued"), ("in_progress", "seconds"))
"""Each with the fact that tells how many simulated seconds it takes."""
IN_PROGRESS = 2
"""The number of `response.in_progress`."""


def looked_at(response: Resource, context: Context) -> Shown:
    """What a stored response is now."""
    body = response.body
    if "outline" not in body:
        return {**body["response"], "output": body["output"]}
    if body["cancelled_at"] is not None:
        return {**body["response"], "status": "cancelled"}
    progress = progress_of(response, context)
    now = context.services.clock.wall()
    state = progress.state(now)
    return ended(response, progress) if state == progress.last else {**body["response"], "status": state}


def progress_of(response: Resource, context: Context) -> Progress:
    scale = context.services.cluster.time.scale
    phases = tuple((name, response.body[fact]) for name, fact in PHASES)
    return Progress(response.created, scale, phases, "completed")


def ended(response: Resource, progress: Progress) -> Shown:
    """What it is in the end."""
    body = response.body
    return ended_of(body["response"], body["output"], body["account"], body["cut"], int(progress.ends))


def resumed(response: Resource, after: int, obfuscated: bool, context: Context) -> Reply:
    """The events after number `after`, as they are due; those of one that was cancelled, up to then."""
    progress, frame = progress_of(response, context), frame_of(obfuscated, context)
    yield Head(200, (EVENT_STREAM, *standard_headers(context.identity)))
    reached = context.services.clock.wall()
    for due, event in timed(response, progress, frame):
        if due > (response.body["cancelled_at"] or due):
            break
        if frame.latest > after:
            if due > reached:
                yield Wait(due - reached)
                reached = due
            yield Data(event)
    yield End()


def timed(response: Resource, progress: Progress, frame: Frame) -> Iterator[tuple[float, bytes]]:
    """All events, each with the Unix seconds at which it is due; tokens come evenly."""
    body = response.body
    written = [Written(item, tuple(pieces), before) for item, pieces, before in body["outline"]]
    due, starts = response.created, progress.entered()["in_progress"]
    gap = (progress.ends - starts) / max(body["account"]["completion_tokens"], 1)
    for event in frame.opening(body["response"]):
        due = starts if frame.latest == IN_PROGRESS else due
        yield due, event
    for event in frame.items(written):
        if event is TICK:
            due += gap
        else:
            yield due, event
    yield progress.ends, frame.closing(ended(response, progress))
