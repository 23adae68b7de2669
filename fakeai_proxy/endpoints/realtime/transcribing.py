"""The words of a user, written down beside the conversation by a model of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.submission import refused, submit
from fakeai_proxy.engine import Job, WorkerLost
from fakeai_proxy.synth import TokenLogprob, token_logprobs
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.tokens.media import heard_tokens

from .agenda import Event, Telling
from .configuration import TRANSCRIBER, Config
from .conversation import Kept
from .refusal import facts
from .state import State
from .turn import TRANSCRIPTIONS, began, ended, turn

KIND = "conversation.item.input_audio_transcription"
WHOLE = "whisper"
"""Models with this in their name tell all words at once, and are paid by the second."""
LISTENERS = ("transcription", "realtime")
"""Kinds of models that write down what they hear."""


def transcribed(state: State, kept: Kept, config: Config) -> Telling:
    """What is said in `kept`, piece by piece, and then all of it; or why that is not known."""
    name = config["audio"]["input"]["transcription"].get("model") or TRANSCRIBER
    context = turn(state.context, name, [kept.heard, kept.samples], TRANSCRIPTIONS)
    place = {"item_id": kept.id, "content_index": 0}
    try:
        for event in written_down(listener(name, context), kept, bool(config["include"]), context):
            yield event if isinstance(event, Wait) else {**event, **place}
        kept.item["content"][0]["transcript"] = kept.heard
        ended(context)
    except (ApiError, WorkerLost) as failure:
        error = failure if isinstance(failure, ApiError) else refused(failure, context.request.host)
        context.exchange.refused(error)
        yield {"type": f"{KIND}.failed", **place, "error": {**facts(error), "param": error.param}}
    finally:
        context.exchange.close()


def listener(name: str, context: Context) -> Model:
    """The model called `name`. Raises ApiError 400 where it is one that does not listen."""
    model = context.model(name)
    if model.kind in LISTENERS:
        return model
    raise ApiError(
        400,
        f'Model "{name}" is not supported in transcription mode.',
        param="session.audio.input.transcription.model",
        code="invalid_model",
    )


def written_down(model: Model, kept: Kept, probable: bool, context: Context) -> Iterator[Event | Wait]:
    """The events of one transcription. probable: with log probabilities."""
    words = tokenizer(model.encoding, model.token_factor)
    whole = WHOLE in model.id
    pieces = (kept.heard,) if whole else words.pieces(kept.heard)
    likely = entries(token_logprobs(pieces, words, 0, context.rng)) if probable and not whole else None
    began(context)
    run = submit([Job(model, [], heard_tokens(kept.seconds), len(pieces))], context)
    try:
        for at, piece in enumerate(pieces):
            yield from run.token()
            more = {} if likely is None else {"logprobs": [likely[at]]}
            yield {"type": f"{KIND}.delta", "delta": piece, **more}
    finally:
        run.close()
    exchange = context.exchange
    exchange.prompt_tokens = exchange.input_audio_tokens = heard_tokens(kept.seconds)
    exchange.completion_tokens, exchange.audio_seconds = len(pieces), kept.seconds
    more = {} if likely is None else {"logprobs": likely}
    usage = usage_of(kept, len(pieces), whole)
    yield {"type": f"{KIND}.completed", "transcript": kept.heard, "usage": usage, **more}


def entries(logprobs: Sequence[TokenLogprob]) -> list[dict[str, Any]]:
    """Log probabilities without alternatives."""
    return [{"token": one.token, "logprob": one.logprob, "bytes": [*one.bytes]} for one in logprobs]


def usage_of(kept: Kept, written: int, whole: bool) -> dict[str, Any]:
    """What it cost: by the second, or by the token."""
    if whole:
        return {"type": "duration", "seconds": ceil(kept.seconds)}
    heard = heard_tokens(kept.seconds)
    details = {"text_tokens": 0, "audio_tokens": heard}
    counts = {"total_tokens": heard + written, "input_tokens": heard, "output_tokens": written}
    return {"type": "tokens", **counts, "input_token_details": details}
