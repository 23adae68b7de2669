"""What is heard of the user: sound that is appended, turns that begin and end in it."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait

from .agenda import Telling
from .committing import committed
from .configuration import Config
from .hearing import words_in
from .semantic import Patience
from .sounds import RATE, Samples, contents, milliseconds, samples_of
from .starting import start_unasked
from .state import State, Utterance
from .voice_activity import Started, Stopped, VoiceActivity

SLICE = 10 * RATE
"""Samples that are listened to at a time."""
LEAST_MS = 100
"""Milliseconds of sound that may be committed."""
SEMANTIC_THRESHOLD = 0.5
LATEST = 10 * RATE
"""Samples before a pause by which it is judged whether a sentence goes on."""
PADDING_MS = 300
"""Milliseconds of sound before speech that are part of a turn, where nothing else is set."""


def append(state: State, text: str) -> Telling:
    """Base64 `text` is what was heard next. Raises ApiError 400 where it is no sound, or too much."""
    content = bytearray()
    for piece in contents(text):
        if content:
            yield Wait(0)
        content += piece
    samples = samples_of(bytes(content), state.heard_as)
    for at in range(0, len(samples), SLICE):
        if at:
            yield Wait(0)
        yield from heard_next(state, samples[at : at + SLICE])


def heard_next(state: State, samples: Samples) -> Telling:
    state.buffer.append(samples)
    if state.activity is None:
        return
    for mark in state.activity.feed(samples):
        match mark:
            case Started(at):
                yield from started(state, at)
            case Stopped(at):
                yield from stopped(state, at)
    if state.utterance is None:
        state.buffer.drop(state.buffer.end - padding(state) - RATE)


def started(state: State, at: int) -> Telling:
    """Somebody speaks, from a sample on. What is being answered is what was said before."""
    start = max(at - padding(state), state.buffer.start)
    state.utterance = Utterance(state.names.new("item_"), start)
    state.agenda.stop(state.idle)
    yield {
        "type": "input_audio_buffer.speech_started",
        "audio_start_ms": milliseconds(start),
        "item_id": state.utterance.item_id,
    }
    if state.active and turns(state).get("interrupt_response"):
        state.active.cut("turn_detected")


def stopped(state: State, at: int) -> Telling:
    """Silence, up to a sample: the turn of the user is over."""
    utterance, state.utterance = state.utterance, None
    assert utterance
    yield {
        "type": "input_audio_buffer.speech_stopped",
        "audio_end_ms": milliseconds(at),
        "item_id": utterance.item_id,
    }
    yield from committed(state, utterance.item_id, state.buffer.take(utterance.start, at))
    if state.answers and turns(state).get("create_response"):
        yield from start_unasked(state)


def commit(state: State) -> Telling:
    """The client says that the turn is over. Raises ApiError 400 where there is hardly anything."""
    held = (state.buffer.end - state.buffer.start) * 1000 / RATE
    if held < LEAST_MS:
        raise ApiError(
            400,
            "Error committing input audio buffer: buffer too small. Expected at least "
            f"{LEAST_MS}ms of audio, but buffer only has {held:.2f}ms of audio.",
            code="input_audio_buffer_commit_empty",
        )
    id = state.utterance.item_id if state.utterance else state.names.new("item_")
    samples = state.buffer.take(state.buffer.start, state.buffer.end)
    listen(state)
    yield from committed(state, id, samples)


def clear(state: State) -> Iterator[dict[str, str]]:
    """What was appended was never said."""
    state.buffer.clear()
    listen(state)
    yield {"type": "input_audio_buffer.cleared"}


def listen(state: State) -> None:
    """From here on, for turns as the session has them."""
    state.utterance, given = None, turns(state)
    if not given:
        state.activity = None
    elif given["type"] == "semantic_vad":
        patience = Patience(given["eagerness"], lambda at: turn_so_far(state, at))
        state.activity = VoiceActivity(SEMANTIC_THRESHOLD, patience.over, state.buffer.end)
    else:
        most = given["silence_duration_ms"]
        state.activity = VoiceActivity(
            given["threshold"], lambda silence, _: bool(silence >= most), state.buffer.end
        )


def turn_so_far(state: State, at: int) -> str:
    """What somebody has said up to a sample."""
    start = max(state.utterance.start if state.utterance else at, at - LATEST)
    return words_in(state.buffer.look(start, at), state.context.services.seed)


def turns(state: State) -> Config:
    """Turn detection; nothing where it is off."""
    return state.config["audio"]["input"]["turn_detection"] or {}


def padding(state: State) -> int:
    """Samples before speech that are part of a turn."""
    return int(turns(state).get("prefix_padding_ms", PADDING_MS)) * RATE // 1000
