"""What is due of a batch is done: its file is checked, its lines are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.context import Context, Services
from fakeai_proxy.endpoints.routes import takes_long
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import Resource, numbered

from .asking import Answered, ask, expired, offline
from .lines import Check, Line, lines
from .schedule import Schedule

CHECKED, ASKED = 200, 8
"""Lines of one slice."""
Asker = Callable[[bytes, str], Work[Answered]]
PAUSE = Wait(0)

COUNTED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "input_tokens": (("prompt_tokens",), ("input_tokens",)),
    "output_tokens": (("completion_tokens",), ("output_tokens",)),
    "cached_tokens": (("prompt_tokens_details", "cached_tokens"), ("input_tokens_details", "cached_tokens")),
    "reasoning_tokens": (
        ("completion_tokens_details", "reasoning_tokens"),
        ("output_tokens_details", "reasoning_tokens"),
    ),
    "total_tokens": (("total_tokens",),),
}
"""Where the usage of an answer, of whichever API, has them."""


def schedule_of(batch: Resource, services: Services) -> Schedule:
    return Schedule(batch, services.resources.settings, services.cluster.time.scale)


def advanced(batch: Resource, now: float, context: Context) -> Work[Resource]:
    """`batch` with everything done that is due at `now`."""
    services = context.services
    if now < schedule_of(batch, services).validated:
        return batch
    if batch.body["total"] is None:
        batch = yield from checked(batch, context)
    schedule = schedule_of(batch, services)
    batch = yield from _asked(batch, schedule.due(now), asker(context), context)
    if schedule.is_expired(now):
        batch = yield from _asked(batch, batch.body["total"], expired, context)
    return batch


def checked(batch: Resource, context: Context) -> Work[Resource]:
    """With `total` and `errors` of its file."""
    store, check = context.services.resources, Check(batch.body["endpoint"])
    found = lines(store.blobs, batch.body["input_file_id"])
    while slice := [*islice(found, CHECKED)]:
        for line in slice:
            check.look(line.text)
        yield PAUSE
    check.finish()
    return store.change(batch, total=check.total, errors=check.errors, model=check.model)


def asker(context: Context) -> Asker:
    """Asks a line in the name of who looks at the batch."""
    services = offline(context.services)
    return lambda text, id: ask(text, id, context.request, services)


def _asked(batch: Resource, due: int, answer: Asker, context: Context) -> Work[Resource]:
    """With `due` of its lines answered."""
    while batch.body["done"] < due:
        batch = yield from _slice(batch, due, answer, context)
        yield PAUSE
    return batch


def _slice(batch: Resource, due: int, answer: Asker, context: Context) -> Work[Resource]:
    """With its next lines answered; what another has answered meanwhile stays."""
    store = context.services.resources
    batch = store.need(batch.owner, batch.kind, batch.id)
    most = ASKED if context.services.text is None and not takes_long(batch.body["endpoint"]) else 1
    body, left = batch.body, min(due - batch.body["done"], most)
    if left <= 0:
        return batch
    found = [*islice(lines(store.blobs, body["input_file_id"], body["offset"]), left)]
    if not found:  # the file was deleted
        return store.change(batch, done=due)
    answers = list[Answered]()
    for at, line in enumerate(found):
        one = yield from answer(line.text, f"batch_req_{numbered(batch.id, body['done'] + at)}")
        answers.append(one)
    with store.lock:
        latest = store.need(batch.owner, batch.kind, batch.id)
        if latest.body["done"] != body["done"]:
            return latest
        files = {name: _written(batch, name, answers, context) for name in ("output", "error")}
        return store.change(
            batch, **_facts(body, found, answers), **{f"{name}_file_id": id for name, id in files.items()}
        )


def _facts(body: Mapping[str, Any], found: list[Line], answers: Iterable[Answered]) -> dict[str, Any]:
    """How far it is, and what was used."""
    failed = sum(answer.failed for answer in answers)
    usage = dict(body["usage"])
    for answer in answers:
        for name, places in COUNTED.items():
            usage[name] += sum(_count(answer.usage, place) for place in places)
    return {
        "done": body["done"] + len(found),
        "offset": found[-1].end,
        "completed": body["completed"] + len(found) - failed,
        "failed": body["failed"] + failed,
        "usage": usage,
    }


def _count(usage: Any, place: tuple[str, ...]) -> int:
    """The number at `place`; 0 where there is none."""
    for name in place:
        usage = usage.get(name) if isinstance(usage, dict) else None
    return usage if isinstance(usage, int) else 0


def _written(batch: Resource, name: str, answers: Iterable[Answered], context: Context) -> str | None:
    """Put those that belong there into the file called `name`; its id, if it has begun."""
    id: str | None = batch.body[f"{name}_file_id"]
    text = b"".join(answer.text for answer in answers if answer.failed == (name == "error"))
    if not text:
        return id
    store = context.services.resources
    if id is None:
        seconds = batch.body["output_seconds"]
        facts = {"purpose": "batch_output", "filename": f"{batch.id}_{name}.jsonl"}
        expires = context.services.clock.wall() + seconds if seconds else None
        id = store.create(
            batch.owner, "file", numbered(batch.id, -1 - (name == "error")), facts, expires=expires
        ).id
    store.blobs.append(id, text)
    return id
