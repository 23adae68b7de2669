"""What each event of the client does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire import realtime_events as wire
from fakeai_proxy.wire.validation import validate

from .agenda import Event, Said, Telling
from .beta import response_of, session_of
from .configuration import updated
from .hearing import listened
from .items import kept_of, with_sound
from .listening import append, clear, commit, listen
from .refusal import refused_type
from .sounds import RATE, milliseconds
from .starting import start
from .state import State

Handler = Callable[[State, Any], Iterable[Said]]


def hear(state: State, event: Event) -> Iterable[Said]:
    """Do what `event` asks for, and tell what comes of it. Raises ApiError."""
    known = wire.OLDER if state.beta else wire.EVENTS
    kind = event["type"]
    if kind not in known or (not state.answers and kind.startswith("response.")):
        raise refused_type(kind, tuple(known))
    return HANDLERS[kind](state, validate(known[kind], event, strict=True))


def update_session(state: State, event: wire.SessionUpdate) -> Telling:
    """Part of the configuration is another from now on."""
    session: Any = event.session
    older = isinstance(event, wire.OlderSessionUpdate | wire.OlderTranscriptionUpdate)
    given = session_of(session.model_dump(exclude_unset=True), state.config["type"]) if older else session
    before = state.config["audio"]["input"]
    state.config = updated(state.config, given, spoken=state.spoken)
    now = state.config["audio"]["input"]
    if now["turn_detection"] != before["turn_detection"]:
        listen(state)
        state.agenda.stop(state.idle)
    yield {"type": "session.updated", "session": state.config}


def append_audio(state: State, event: wire.Append) -> Telling:
    return append(state, event.audio)


def commit_audio(state: State, event: wire.ClientEvent) -> Telling:
    return commit(state)


def clear_audio(state: State, event: wire.ClientEvent) -> Telling:
    return clear(state)


def clear_output(state: State, event: wire.ClientEvent) -> Telling:
    raise ApiError(
        400,
        "'output_audio_buffer.clear' is only supported over WebRTC and SIP: a WebSocket has no buffer of "
        "sound that is yet to be heard.",
        param="type",
        code="invalid_value",
    )


def create_item(state: State, event: wire.ItemCreate) -> Telling:
    """A new item, at the end or behind another one."""
    id = state.names.new("item_")
    kept = kept_of(event.item, id, state.heard_as, state.conversation, "item")
    yield from listened(kept, state.context.services.seed)
    previous = state.conversation.add(kept, event.previous_item_id)
    shown = {"previous_item_id": previous, "item": {**kept.item}}
    yield {"type": "conversation.item.added", **shown}
    yield {"type": "conversation.item.done", **shown}


def retrieve_item(state: State, event: wire.ItemNamed) -> Telling:
    kept = state.conversation.need(event.item_id, "retrieving", "retrieve")
    yield {"type": "conversation.item.retrieved", "item": with_sound(kept, state.heard_as)}


def delete_item(state: State, event: wire.ItemNamed) -> Telling:
    state.conversation.remove(state.conversation.need(event.item_id, "deleting", "delete"))
    yield {"type": "conversation.item.deleted", "item_id": event.item_id}


def truncate_item(state: State, event: wire.Truncate) -> Telling:
    """Forget what the user has not heard of an answer, and all of its words."""
    kept = state.conversation.need(event.item_id, "truncating", "truncate")
    if kept.item.get("role") != "assistant" or not kept.samples or event.content_index:
        raise ApiError(
            400, "Only model output audio messages can be truncated", code="unsupported_content_type"
        )
    if (length := milliseconds(kept.samples)) < event.audio_end_ms:
        raise ApiError(
            400,
            f"Audio content of {length}ms is already shorter than {event.audio_end_ms}ms",
            code="invalid_value",
        )
    kept.samples = event.audio_end_ms * RATE // 1000
    kept.sound = None if kept.sound is None else kept.sound[: kept.samples]
    kept.heard = ""
    kept.item["content"] = [{"type": "output_audio", "transcript": None}]
    where = {"content_index": event.content_index, "audio_end_ms": event.audio_end_ms}
    yield {"type": "conversation.item.truncated", "item_id": kept.id, **where}


def create_response(state: State, event: wire.ResponseCreate) -> Iterable[Said]:
    asked: Any = event.response or {}
    start(state, response_of(asked) if state.beta else asked)
    return ()


def cancel_response(state: State, event: wire.ResponseCancel) -> Iterable[Said]:
    """End a response early: the one that is named, else that of the conversation."""
    named = [state.active] if event.response_id is None else [state.active, *state.aside]
    ended = [one for one in named if one and not one.over() and event.response_id in (None, one.id)]
    if not ended:
        raise ApiError(
            400, "Cancellation failed: no active response found", code="response_cancel_not_active"
        )
    ended[0].cut("client_cancelled")
    return ()


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "session.update": update_session,
        "transcription_session.update": update_session,
        "input_audio_buffer.append": append_audio,
        "input_audio_buffer.commit": commit_audio,
        "input_audio_buffer.clear": clear_audio,
        "conversation.item.create": create_item,
        "conversation.item.retrieve": retrieve_item,
        "conversation.item.truncate": truncate_item,
        "conversation.item.delete": delete_item,
        "response.create": create_response,
        "response.cancel": cancel_response,
        "output_audio_buffer.clear": clear_output,
    }
)
