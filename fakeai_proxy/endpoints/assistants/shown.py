"""Runs and steps as the API has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from fakeai_proxy.resources import Resource

from .course import WAITING, Course

ECHOED = (
    *("assistant_id", "model", "instructions", "tools", "metadata", "max_prompt_tokens"),
    *("max_completion_tokens", "truncation_strategy", "tool_choice", "parallel_tool_calls"),
    *("response_format", "temperature", "top_p"),
)
FAILED = {"code": "server_error", "message": "Sorry, something went wrong."}
ENDED = {"completed": "completed_at", "failed": "failed_at", "cancelled": "cancelled_at"}
"""The name of the time at which a run came to this status."""
STEP_ENDED = {**ENDED, "expired": "expired_at"}


class Look(NamedTuple):
    """A status, with the whole Unix seconds of when it began to work and when it ended."""

    status: str
    started: int | None = None
    ended: int | None = None


def look_of(course: Course) -> Look:
    """How a run looks now."""
    started, ended = course.starts(0), course.ended
    begun = int(started) if started <= course.reached else None
    return Look(course.status, begun, None if ended == inf else int(ended))


def run(resource: Resource, look: Look, expires: float) -> dict[str, Any]:
    """The run, where it looks like that."""
    body, status = resource.body, look.status
    last = body["turns"][-1]
    over = status not in (*WAITING, "cancelling")
    return {
        "id": resource.id,
        "object": "thread.run",
        "created_at": resource.created_at,
        "thread_id": resource.parent,
        "status": status,
        "started_at": look.started,
        "expires_at": None if over else int(expires),
        **dict.fromkeys(ENDED.values()),
        **({ENDED[status]: look.ended} if status in ENDED else {}),
        "required_action": action(last["calls"]) if status == "requires_action" else None,
        "last_error": FAILED if status == "failed" else None,
        "incomplete_details": {"reason": last["reason"]} if status == "incomplete" else None,
        **{name: body[name] for name in ECHOED},
        "usage": usage(body["turns"]) if over else None,
    }


def action(calls: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the client is to do."""
    asked = [
        {
            "id": call["id"],
            "type": "function",
            "function": {"name": call["name"], "arguments": call["arguments"]},
        }
        for call in calls
    ]
    return {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": asked}}


def usage(turns: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Tokens of all `turns`."""
    read = sum(turn["prompt_tokens"] for turn in turns)
    wrote = sum(turn["completion_tokens"] for turn in turns)
    return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}


def step(resource: Resource, course: Course) -> dict[str, Any]:
    """A step of the run as it is now."""
    turn = resource.body["turn"]
    ends = step_ends(resource, course)
    begun = int(course.starts(turn))
    if ends <= course.reached:
        failed = course.turns[turn]["ends"] == "failed"
        return whole_step(resource, course.run, begun, "failed" if failed else "completed", int(ends))
    if course.stopped <= course.now:
        status = "expired" if course.status == "expired" else "cancelled"
        return whole_step(resource, course.run, begun, status, int(course.stopped))
    return whole_step(resource, course.run, begun, "in_progress")


def step_ends(resource: Resource, course: Course) -> float:
    """Unix seconds: calls of functions end when their outputs come, what is run here at once."""
    turn = resource.body["turn"]
    match resource.body["ends"]:
        case "at_once":
            return course.starts(turn)
        case "answered":
            return course.turns[turn + 1]["began"] if turn + 1 < len(course.turns) else inf
    return course.progress(turn).ends


def whole_step(
    resource: Resource, run: Resource, created: int, status: str, ended: int | None = None
) -> dict[str, Any]:
    """A step, where it looks like that."""
    body = resource.body
    turn = run.body["turns"][body["turn"]]
    return {
        "id": resource.id,
        "object": "thread.run.step",
        "created_at": created,
        "run_id": run.id,
        "assistant_id": run.body["assistant_id"],
        "thread_id": run.parent,
        "type": body["details"]["type"],
        "status": status,
        **dict.fromkeys(STEP_ENDED.values()),
        **({STEP_ENDED[status]: ended} if status in STEP_ENDED else {}),
        "last_error": FAILED if status == "failed" else None,
        "step_details": with_outputs(body["details"], turn["outputs"] or {}),
        "metadata": {},
        "usage": None if status == "in_progress" else usage([turn] if body["ends"] != "at_once" else []),
    }


def with_outputs(details: Mapping[str, Any], outputs: Mapping[str, str]) -> Mapping[str, Any]:
    """`details` of a step with what its functions gave back."""
    if details["type"] != "tool_calls":
        return details
    calls = [
        {**call, "function": {**call["function"], "output": outputs.get(call["id"])}}
        if call["type"] == "function"
        else call
        for call in details["tool_calls"]
    ]
    return {**details, "tool_calls": calls}
