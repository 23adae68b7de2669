"""The items that a response puts out, event by event; a TICK stands before what comes with a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

from fakeai_proxy.endpoints.sampling import Called

from .agenda import Event
from .conversation import Kept
from .sounds import Samples, encoded
from .speaking import bits

if TYPE_CHECKING:
    from .responding import Response

Tick = Literal["tick"]
TICK: Final[Tick] = "tick"
Told = Iterator[Event | Tick]


def ticked(count: int, response: Response) -> Told:
    """The tokens of something that is not seen, until the response is cut."""
    for _ in range(count):
        if response.over():
            return
        yield TICK


def message_of(response: Response, pieces: tuple[str, ...], sound: Samples | None) -> Told:
    """What is said: as text, or as `sound` with its transcript."""
    yield TICK
    if response.over():
        return
    item = {"type": "message", "role": "assistant", "status": "in_progress", "content": []}
    kept, at = response.begin(item)
    yield from response.added(kept, at)
    yield response.event("response.content_part.added", kept, at, content_index=0, part=part_of("", sound))
    if sound is None:
        yield from text_of(response, kept, at, pieces)
    else:
        yield from sound_of(response, kept, at, pieces, sound)
    part = part_of(kept.heard, sound)
    yield response.event("response.content_part.done", kept, at, content_index=0, part=part)
    shown = {"type": "output_text", "text": kept.heard}
    if sound is not None:
        shown = {"type": "output_audio", "transcript": kept.heard}
    yield from response.finished(kept, at, content=[shown])


def part_of(text: str, sound: Samples | None) -> dict[str, Any]:
    return {"type": "text", "text": text} if sound is None else {"type": "audio", "transcript": text}


def text_of(response: Response, kept: Kept, at: int, pieces: tuple[str, ...]) -> Told:
    for number, piece in enumerate(pieces):
        if number:
            yield TICK
        if response.over():
            break
        response.wrote(text=1)
        kept.heard += piece
        yield response.event("response.output_text.delta", kept, at, content_index=0, delta=piece)
    yield response.event("response.output_text.done", kept, at, content_index=0, text=kept.heard)


def sound_of(response: Response, kept: Kept, at: int, pieces: tuple[str, ...], sound: Samples) -> Told:
    first = True
    for bit in bits(pieces, sound, response.sent_as):
        yield from ticked(bit.tokens - first, response)
        first = False
        if response.over():
            break
        if bit.words:
            response.wrote(text=1)
            kept.heard += bit.words
            name, delta = "response.output_audio_transcript.delta", bit.words
        else:
            response.wrote(sound=bit.tokens)
            kept.samples += len(bit.samples)
            name, delta = "response.output_audio.delta", encoded(bit.content)
        yield response.event(name, kept, at, content_index=0, delta=delta)
    kept.sound = sound[: kept.samples]
    yield response.event("response.output_audio.done", kept, at, content_index=0)
    yield response.event(
        "response.output_audio_transcript.done", kept, at, content_index=0, transcript=kept.heard
    )


def call_of(response: Response, call: Called) -> Told:
    """A call of a function."""
    yield TICK
    if response.over():
        return
    head = {"type": "function_call", "status": "in_progress", "call_id": call.id, "name": call.name}
    kept, at = response.begin({**head, "arguments": ""})
    yield from response.added(kept, at)
    response.wrote(text=1)
    yield from ticked(call.frame - 1, response)
    response.wrote(text=call.frame - 1)
    said = ""
    for piece in call.pieces:
        yield TICK
        if response.over():
            break
        response.wrote(text=1)
        said += piece
        name = "response.function_call_arguments.delta"
        yield response.event(name, kept, at, call_id=call.id, delta=piece)
    name = "response.function_call_arguments.done"
    yield response.event(name, kept, at, call_id=call.id, name=call.name, arguments=said)
    yield from response.finished(kept, at, arguments=said)
