"""A turn of a run, as it is kept: the run, its steps, and the message it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import Resource

from .messages import KIND, text
from .turns import Hosted, Turn

STEP = "thread.run.step"


class Entered(NamedTuple):
    """What was kept of a turn."""

    run: Resource
    hosted: Sequence[tuple[Resource, Hosted]]
    """Steps of tools that are run here."""
    step: Resource | None
    """That of the message, or of the calls; None: there is neither."""
    message: Resource | None
    turn: Turn


def entered(run: Resource, turn: Turn, context: Context) -> Entered:
    """Keep the steps and the message of the last turn of `run`."""
    store, number = context.services.resources, len(run.body["turns"]) - 1

    def step(details: Mapping[str, Any], ends: str) -> Resource:
        body = {"turn": number, "details": details, "ends": ends}
        return store.create(run.owner, STEP, context.identity.suffix, body, run.id)

    hosted = [(step({"type": "tool_calls", "tool_calls": [one.call]}, "at_once"), one) for one in turn.hosted]
    if turn.choice.calls:
        return Entered(run, hosted, step(calling(turn), ends_of(turn)), None, turn)
    if turn.job is None:
        return Entered(run, hosted, None, None, turn)
    message = store.create(run.owner, KIND, context.identity.suffix, written(run, turn), run.parent)
    details = {"type": "message_creation", "message_creation": {"message_id": message.id}}
    return Entered(run, hosted, step(details, "with_turn"), message, turn)


def ends_of(turn: Turn) -> str:
    """What the step of its calls ends with."""
    return "answered" if turn.ends == "requires_action" else "with_turn"


def calling(turn: Turn) -> dict[str, Any]:
    """The details of a step that calls functions."""
    calls = [
        {
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": call.text, "output": None},
        }
        for call in turn.choice.calls
    ]
    return {"type": "tool_calls", "tool_calls": calls}


def written(run: Resource, turn: Turn) -> dict[str, Any]:
    """The message of a turn."""
    said = turn.choice.text
    annotations = placed(said, turn.citations)
    value = said + "".join(one["text"] for one in annotations)
    return {
        "role": "assistant",
        "content": [text(value, annotations)],
        "pieces": [*turn.choice.pieces, *(one["text"] for one in annotations)],
        "attachments": [],
        "metadata": {},
        "assistant_id": run.body["assistant_id"],
        "run_id": run.id,
        "turn": len(run.body["turns"]) - 1,
    }


def placed(said: str, citations: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """`citations` with the places of their marks behind the text."""
    found, at = list[Mapping[str, Any]](), len(said)
    for one in citations:
        found.append({**one, "start_index": at, "end_index": at + len(one["text"])})
        at += len(one["text"])
    return found
