"""How a speech reaches its client: as the bytes of a file, or in events."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.sse import DONE, encode
from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import BEGUN, begun, standard_headers
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.synth.speech import Format

from .spoken import Spoken, tokens_of

TYPES: Mapping[Format, str] = {
    "mp3": "audio/mpeg",
    "opus": "audio/opus",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}


def delivered(order: Spoken, run: Timing, context: Context) -> Reply:
    """The speech, each part of it when `run` has the tokens that it takes."""
    return begun(_steps(order, run, context))


def _steps(order: Spoken, run: Timing, context: Context) -> Reply:
    try:
        yield BEGUN
        yield from run.token()
        taken = 1
        kind = EVENT_STREAM if order.events else ("content-type", TYPES[order.format])
        yield Head(200, (kind, *standard_headers(context.identity, run.elapsed)))
        samples = 0
        for part in order.slices():
            samples += len(part)
            while taken < tokens_of(samples) and not run.instant:
                yield from run.token()
                taken += 1
            yield from _sent(order.file.feed(part), order)
            yield Wait(0)
        yield from _sent(order.file.finish(), order)
        if order.events:
            yield Data(event({"type": "speech.audio.done", "usage": order.account}))
            yield Data(DONE)
        yield End()
    finally:
        run.close()


def _sent(content: bytes, order: Spoken) -> Reply:
    if content and order.events:
        yield Data(event({"type": "speech.audio.delta", "audio": b64encode(content).decode()}))
    elif content:
        yield Data(content)


def event(told: Mapping[str, Any]) -> bytes:
    """As it is sent."""
    return encode(to_json(told))
