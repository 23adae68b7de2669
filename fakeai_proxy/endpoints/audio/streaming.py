"""A transcript as a stream: its text token by token, what each speaker says, and the end."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import paced
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.wire import audio as wire

from .answering import Answering
from .delivery import event


def streamed(answer: Answering, sure: bool, turns: bool, context: Context, run: Timing) -> Reply:
    """sure: with log probabilities; turns: with what each speaker says."""
    rows = by_turns(answer) if turns else by_tokens(answer, sure)
    done: wire.TranscriptDone = {
        "type": "transcript.text.done",
        "text": answer.text,
        "usage": answer.by_tokens,
    }
    if sure:
        done["logprobs"] = answer.logprobs
    if answer.family.detects:
        done["languages"] = answer.languages
    return paced(context.identity, run, (), rows, (event(done),))


def by_tokens(answer: Answering, sure: bool) -> Iterator[tuple[bytes, ...]]:
    for at, piece in enumerate(answer.pieces):
        delta: wire.TranscriptDelta = {"type": "transcript.text.delta", "delta": piece}
        if sure:
            delta["logprobs"] = answer.logprobs[at : at + 1]
        yield (event(delta),)


def by_turns(answer: Answering) -> Iterator[tuple[bytes, ...]]:
    """The tokens of each segment name it; it follows whole when they are out."""
    segments = answer.written.transcript.segments
    for turn, segment in zip(answer.turns(), segments, strict=True):
        pieces = answer.words.pieces(segment.text)
        for at, piece in enumerate(pieces):
            told: wire.TranscriptDelta = {
                "type": "transcript.text.delta",
                "delta": piece,
                "segment_id": turn["id"],
            }
            yield (event(told), event(turn)) if at + 1 == len(pieces) else (event(told),)
