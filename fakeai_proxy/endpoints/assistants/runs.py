"""The operations of `/threads/{thread_id}/runs`, and `/threads/runs`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.endpoints.submission import forecast
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import assistants as wire

from . import shown, threads
from .course import EXPIRES, WAITING, Course, active_run, course_of
from .entered import entered
from .events import event, streamed
from .kept import assistant_of, run_of, thread_of
from .messages import added
from .shown import Look, look_of
from .turns import Turn, turned

KIND = "thread.run"


def create(body: wire.RunRequest, context: Context) -> Reply:
    """Let an assistant answer a thread: by and by, or as a stream."""
    thread, assistant = thread_of(context), assistant_of(context, body.assistant_id)
    with context.services.resources.lock:
        refuse_busy(thread, context)
        for message in body.additional_messages or ():
            thread = added(message, thread, context).thread
    facts = facts_of(body, assistant, body.additional_instructions)
    return begun(facts, thread, bool(body.stream), (), context)


def create_with_thread(body: wire.ThreadRunRequest, context: Context) -> Reply:
    """A new thread, and a run on it."""
    assistant = assistant_of(context, body.assistant_id)
    given: Mapping[str, Any] = body.thread or {}
    resources = body.tool_resources or given.get("tool_resources")
    thread = threads.made(given.get("messages"), resources, given.get("metadata"), context)
    opening = [event("thread.created", threads.shown(thread))]
    return begun(facts_of(body, assistant), thread, bool(body.stream), opening, context)


def facts_of(body: wire.RunOptions, assistant: Resource, more: str | None = None) -> dict[str, Any]:
    """What a run is made of: what it says itself, else what its assistant has. more: instructions."""
    of = assistant.body
    instructions = of["instructions"] if body.instructions is None else body.instructions
    truncation = body.truncation_strategy or {"type": "auto"}
    return {
        "assistant_id": assistant.id,
        "model": body.model or of["model"],
        "instructions": "\n\n".join(filter(None, (instructions, more))),
        "tools": of["tools"] if body.tools is None else body.tools,
        "tool_resources": of["tool_resources"],
        "metadata": body.metadata or {},
        "temperature": first(body.temperature, of["temperature"], 1.0),
        "top_p": first(body.top_p, of["top_p"], 1.0),
        "max_prompt_tokens": body.max_prompt_tokens,
        "max_completion_tokens": body.max_completion_tokens,
        "truncation_strategy": {"last_messages": None, **truncation},
        "tool_choice": body.tool_choice or "auto",
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "response_format": body.response_format or of["response_format"],
        "reasoning_effort": body.reasoning_effort or of["reasoning_effort"],
        "turns": [],
        "cancelled_at": None,
    }


def first(*values: float | None) -> float | None:
    """The first that is given."""
    return next((value for value in values if value is not None), None)


def refuse_busy(thread: Resource, context: Context) -> None:
    """Raise ApiError 400 while a run is active."""
    if run := active_run(thread, context):
        raise ApiError(400, f"Thread {thread.id} already has an active run {run.id}.")


def begun(
    facts: dict[str, Any], thread: Resource, stream: bool, opening: Sequence[bytes], context: Context
) -> Reply:
    """The run, on its way. Raises ApiError."""
    store = context.services.resources

    def deliver(turn: Turn) -> Reply:
        with store.lock:
            refuse_busy(thread, context)
            body = {**facts, "turns": [timed(turn, stream, context)]}
            run = store.create(thread.owner, KIND, context.identity.suffix, body, thread.id)
        made = event("thread.run.created", shown.run(run, Look("queued"), run.created + EXPIRES))
        return delivered(run, turn, stream, (*opening, made), context)

    return turned(facts, thread, deliver, context)


def timed(turn: Turn, stream: bool, context: Context) -> dict[str, Any]:
    """A turn that begins now; a stream waits in no queue."""
    services = context.services
    queued = 0.0 if stream else services.resources.settings.response_queue_seconds
    seconds = forecast(turn.job, context) if turn.job else 0.0
    return turn.facts(services.clock.wall(), queued, seconds)


def delivered(run: Resource, turn: Turn, stream: bool, opening: Iterable[bytes], context: Context) -> Reply:
    """The last turn of `run` to the client."""
    kept = entered(run, turn, context)
    if stream:
        try:
            return streamed(kept, opening, context)
        except ApiError:  # whoever comes again is to find the thread free
            fail(run, context)
            raise
    started = int(course_of(run, context).starts(0)) if len(run.body["turns"]) > 1 else None
    return json_reply(shown.run(run, Look("queued", started), run.created + EXPIRES), context)


def fail(run: Resource, context: Context) -> None:
    """Nothing serves it."""
    *before, last = run.body["turns"]
    over = {**last, "ends": "failed", "queued": 0.0, "seconds": 0.0}
    context.services.resources.change(run, turns=[*before, over])


def submit(body: wire.OutputsRequest, context: Context) -> Reply:
    """What the functions gave back; the run goes on."""
    run, thread, store = run_of(context), thread_of(context), context.services.resources
    turns = [*run.body["turns"][:-1], answered(run, body.tool_outputs, context)]

    def deliver(turn: Turn) -> Reply:
        with store.lock:
            refuse_waiting_for_nothing(course_of(run_of(context), context))
            after = store.change(run, turns=[*turns, timed(turn, bool(body.stream), context)])
        return delivered(after, turn, bool(body.stream), ended_steps(after, context), context)

    return turned({**run.body, "turns": turns}, thread, deliver, context)


def answered(run: Resource, given: Sequence[wire.ToolOutput], context: Context) -> dict[str, Any]:
    """The last turn with what its calls gave back. Raises ApiError 400 where some of it is missing."""
    refuse_waiting_for_nothing(course_of(run, context))
    last: dict[str, Any] = run.body["turns"][-1]
    outputs = {one.get("tool_call_id", ""): one.get("output", "") for one in given}
    asked = [call["id"] for call in last["calls"]]
    if outputs.keys() != {*asked}:
        got = [id[:100] for id in outputs]
        message = f"Expected tool outputs for call_ids {asked}, got {got}"
        raise ApiError(400, message, param="tool_outputs", code="invalid_value")
    return {**last, "outputs": {id: outputs[id] for id in asked}}


def refuse_waiting_for_nothing(course: Course) -> None:
    """Raise ApiError 400 where no outputs are waited for."""
    if course.status != "requires_action":
        raise ApiError(400, f'Runs in status "{course.status}" do not accept tool outputs.')


def ended_steps(run: Resource, context: Context) -> Iterable[bytes]:
    """The event of the step whose calls are answered now."""
    number = len(run.body["turns"]) - 2
    for step in context.services.resources.children(run, "thread.run.step"):
        if step.body["turn"] == number and step.body["ends"] == "answered":
            yield event("thread.run.step.completed", shown.step(step, course_of(run, context)))


def list_runs(body: None, context: Context) -> Reply:
    """All runs of a thread."""
    thread = thread_of(context)
    page = context.services.resources.page(thread.owner, KIND, page_query(context), thread.id)
    return list_reply(page, partial(looked_at, context=context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One run, as far as it is."""
    return json_reply(looked_at(run_of(context), context), context)


def update(body: wire.MetadataUpdate, context: Context) -> Reply:
    """Other metadata."""
    changed = context.services.resources.change(run_of(context), metadata=body.metadata or {})
    return json_reply(looked_at(changed, context), context)


def cancel(body: None, context: Context) -> Reply:
    """Stop a run; what it has said so far stays."""
    store = context.services.resources
    with store.lock:
        run = run_of(context)
        course = course_of(run, context)
        if course.status not in WAITING:
            raise ApiError(400, f"Cannot cancel run with status '{course.status}'.")
        run = store.change(run, cancelled_at=context.services.clock.wall())
    look = look_of(course)
    return json_reply(shown.run(run, Look("cancelling", look.started), course.expires), context)


def looked_at(run: Resource, context: Context) -> dict[str, Any]:
    """The run as it is now."""
    course = course_of(run, context)
    return shown.run(run, look_of(course), course.expires)
