"""Responses that begin: asked for by the client, at the end of what a user says, or after a long silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakeai_proxy.core.errors import ApiError

from .agenda import Telling
from .committing import committed
from .configuration import Config, formatted, modalities
from .conversation import Kept
from .items import kept_of
from .refusal import error_event
from .responding import Response
from .sounds import RATE
from .state import State

ASIDE = 16
"""Responses outside of the conversation at a time."""


def start(state: State, asked: Mapping[str, Any]) -> None:
    """Begin a response as it is `asked` for. Raises ApiError 400 where it cannot begin."""
    given = {**asked}
    aside = given.get("conversation") == "none"
    if state.active and not state.active.over() and not aside:
        raise ApiError(
            400,
            "Conversation already has an active response in progress: "
            f"{state.active.id}. Wait until the response is finished before creating a new one.",
            code="conversation_already_has_active_response",
        )
    if aside and len(state.aside) >= ASIDE:
        raise ApiError(
            400, f"At most {ASIDE} responses at a time are out of band.", code="too_many_active_responses"
        )
    config = config_of(state, given)
    response = Response(state, config, given, items_of(state, given))
    if aside:
        state.aside.append(response)
    else:
        state.active = response
    state.agenda.stop(state.idle)
    response.task = state.agenda.start(answered(state, response))


def start_unasked(state: State) -> Telling:
    """The same at the end of a turn; why it cannot be is an event."""
    try:
        start(state, {})
    except ApiError as error:
        yield error_event(error)


def config_of(state: State, asked: Mapping[str, Any]) -> Config:
    """The configuration of the session with what was asked of one response. Raises ApiError 400."""
    names = (
        *("instructions", "tools", "tool_choice", "max_output_tokens", "parallel_tool_calls", "reasoning"),
        "temperature",
    )
    given = {name: asked[name] for name in names if asked.get(name) is not None}
    if asked.get("output_modalities"):
        given["output_modalities"] = modalities(asked["output_modalities"])
    output = {**state.config["audio"]["output"]}
    wished = (asked.get("audio") or {}).get("output") or {}
    if wished.get("format"):
        output["format"] = formatted(wished["format"])
    if wished.get("voice") and wished["voice"] != output["voice"]:
        if state.spoken and asked.get("conversation") != "none":
            raise ApiError(
                400,
                "Cannot update a conversation's voice if assistant audio is present.",
                code="cannot_update_voice",
            )
        output["voice"] = wished["voice"]
    return {**state.config, **given, "audio": {**state.config["audio"], "output": output}}


def items_of(state: State, asked: Mapping[str, Any]) -> Sequence[Kept]:
    """What is answered: the conversation, or the `input` of the request. Raises ApiError 400."""
    if asked.get("input") is None:
        return [*state.conversation]
    found: list[Kept] = []
    for at, item in enumerate(asked["input"]):
        if item["type"] == "item_reference":
            found.append(state.conversation.need(item["id"], "referencing", "reference"))
            continue
        id, param = state.names.new("item_"), f"response.input[{at}]"
        found.append(kept_of(item, id, state.heard_as, [*state.conversation, *found], param))
    return found


def answered(state: State, response: Response) -> Telling:
    """A response, and what follows where nobody says anything after it."""
    yield from response.steps()
    turns = state.config["audio"]["input"]["turn_detection"] or {}
    state.spoken |= any(kept.samples for kept in response.output)
    if turns.get("idle_timeout_ms") and not response.aside and response.status == "completed":
        played = sum(kept.samples for kept in response.output)
        pause = played / RATE + state.wall_seconds(turns["idle_timeout_ms"] / 1000)
        state.idle = state.agenda.start(silence(state, state.buffer.end, played), pause)


def silence(state: State, reached: int, played: int) -> Telling:
    """The user has said nothing for long: that is a turn too."""
    state.idle = None
    start_at, end = min(reached + played, state.buffer.end), state.buffer.end
    id = state.names.new("item_")
    told = {"audio_start_ms": start_at * 1000 // RATE, "audio_end_ms": end * 1000 // RATE, "item_id": id}
    yield {"type": "input_audio_buffer.timeout_triggered", **told}
    yield from committed(state, id, state.buffer.take(start_at, end))
    yield from start_unasked(state)
