"""`POST /audio/speech`."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.support import is_hosted, refuse_kind
from fakeai_proxy.engine import Job
from fakeai_proxy.synth.speech import MissingExtra, encoder, length_of, manner_of
from fakeai_proxy.synth.speech.speaking import FASTEST, SLOWEST
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import audio as wire

from .delivery import delivered
from .spoken import Spoken, tokens_of

OLDER = ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer")
"""Voices of tts-1 and tts-1-hd."""
MORE = (*OLDER, "ballad", "verse", "marin", "cedar")

"""Voices of the models after them."""


def speech(body: wire.SpeechRequest, context: Context) -> Reply:
    """A text, said by a voice: sound as long as the text, streamed as it is made."""
    model = context.model(body.model)
    refuse_kind(model, "speech", f"{model.id} is not a speech model and not supported in v1/audio/speech.")
    refuse_voice(body.voice, model)
    plain = model.id.startswith("tts-1")
    if body.stream_format == "sse" and plain:
        message = f"Unsupported value: 'stream_format' does not support 'sse' with the model '{model.id}'."
        raise ApiError(400, message, param="stream_format", code="unsupported_value")
    order = ordered(body, plain, model)
    exchange = context.exchange
    exchange.characters, exchange.streamed = len(body.input), body.stream_format == "sse"
    if not plain:
        exchange.prompt_tokens = order.account["input_tokens"]
        exchange.completion_tokens = exchange.output_audio_tokens = order.account["output_tokens"]
    job = Job(model, (), order.account["input_tokens"], order.account["output_tokens"])
    return delivered(order, submit([job], context), context)


def ordered(body: wire.SpeechRequest, plain: bool, model: Model) -> Spoken:
    """What is to be said, and how. plain: the model does not listen to instructions.

    Raises ApiError 501 where the format needs what is not installed.
    """
    manner = manner_of("" if plain else body.instructions or "")
    speed = min(max((body.speed or 1.0) * manner.pace, SLOWEST), FASTEST)
    length, format = length_of(body.input, speed), body.response_format or "mp3"
    try:
        file = encoder(format, length, body.input)
    except MissingExtra as missing:
        raise ApiError(501, str(missing), param="response_format", code="not_installed") from None
    words = tokenizer(model.encoding, model.token_factor)
    read = words.count(body.input) + words.count("" if plain else body.instructions or "")
    wrote = tokens_of(length)
    return Spoken(
        text=body.input,
        voice=body.voice if isinstance(body.voice, str) else body.voice["id"],
        speed=speed,
        height=manner.height,
        format=format,
        file=file,
        events=body.stream_format == "sse",
        account={"input_tokens": read, "output_tokens": wrote, "total_tokens": read + wrote},
    )


def refuse_voice(voice: str | wire.OwnVoice, model: Model) -> None:
    """Raise ApiError 400 for a name that no voice of OpenAI's has; others have voices of any name."""
    valid = OLDER if model.id.startswith("tts-1") else MORE
    if not isinstance(voice, str) or not is_hosted(model) or voice in valid:
        return
    names = ", ".join(f"'{name}'" for name in valid[:-1])
    raise ApiError(
        400,
        f"Invalid value: '{voice[:100]}'. Supported values are: {names}, and '{valid[-1]}'.",
        param="voice",
        code="invalid_value",
    )
