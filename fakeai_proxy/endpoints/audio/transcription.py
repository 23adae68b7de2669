"""`POST /audio/transcriptions` and `POST /audio/translations`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import BEGUN, begun, json_reply, standard_headers
from fakeai_proxy.endpoints.sliced import after
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.support import is_hosted, refuse_kind
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import Job
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import audio as wire

from .answering import Answering
from .family import Family, family_of, refuse_format, refuse_transcription
from .languages import code_of
from .listening import Listener, Written
from .streaming import streamed
from .subtitles import srt, vtt
from .upload import recording_of


class Wish(NamedTuple):
    """The form of an answer."""

    format: wire.TranscriptFormat | None
    temperature: float
    times: Sequence[wire.Granularity] = ()
    """Of a verbose answer; (): of segments."""
    sure: bool = False
    """With log probabilities."""
    translated: bool = False


PLAIN = ("content-type", "text/plain; charset=utf-8")


def transcribe(body: wire.TranscriptionRequest, context: Context) -> Reply:
    """What a recording says, with times, subtitles, speakers or log probabilities; streamed too."""
    model, family = listening(body, context)
    refuse_transcription(body, family)
    code = [code_of(one, "languages") for one in body.languages or ()][:1]
    known = dict(zip(body.known_speaker_names or (), body.known_speaker_references or (), strict=True))
    language = code_of(body.language) or next(iter(code), None)
    listener = Listener(body.file, family, context, language, chunks=body.chunking_strategy, known=known)
    work = listener.listen(recording_of(body.file, family))

    times, sure = body.timestamp_granularities or (), bool(body.include)
    wish = Wish(body.response_format, body.temperature or 0.0, times, sure)

    def answered(written: Written) -> Reply:
        answer, run = ordered(written, body, family, model, context)
        if body.stream and family.streams:
            context.exchange.streamed = True
            return streamed(answer, wish.sure, wish.format == "diarized_json", context, run)
        return whole(answer, wish, context, run)

    return after(work, answered, context)


def translate(body: wire.TranslationRequest, context: Context) -> Reply:
    """What a recording says, in English."""
    model, family = listening(body, context)
    if is_hosted(model) and not model.id.startswith("whisper"):
        message = f"Invalid value: '{model.id}'. Value must be 'whisper-1'."
        raise ApiError(400, message, param="model", code="invalid_value")
    refuse_format(body.response_format or "json", body.model, family)
    work = Listener(body.file, family, context, english=True).listen(recording_of(body.file, family))

    wish = Wish(body.response_format, body.temperature or 0.0, translated=True)

    def answered(written: Written) -> Reply:
        answer, run = ordered(written, body, family, model, context)
        return whole(answer, wish, context, run)

    return after(work, answered, context)


def listening(body: wire.ListeningRequest, context: Context) -> tuple[Model, Family]:
    """The model that listens. Raises ApiError 404 for one that does not."""
    model = context.model(body.model)
    operation = context.request.path.rpartition("/")[2]
    refuse_kind(model, "transcription", f"{model.id} is not supported in the v1/audio/{operation} endpoint.")
    return model, family_of(model)


def ordered(
    written: Written, body: wire.ListeningRequest, family: Family, model: Model, context: Context
) -> tuple[Answering, Timing]:
    """The answer and its time in the cluster; telemetry is told."""
    words = tokenizer(model.encoding, model.token_factor)
    answer = Answering(written, words, body.prompt or "", family, context.rng)
    exchange, account = context.exchange, answer.by_tokens
    exchange.audio_seconds = written.seconds
    if family.tokens:
        exchange.prompt_tokens, exchange.input_audio_tokens = account["input_tokens"], answer.heard
        exchange.completion_tokens = account["output_tokens"]
    job = Job(model, (), account["input_tokens"], account["output_tokens"])
    return answer, submit([job], context)


def whole(answer: Answering, wish: Wish, context: Context, run: Timing) -> Reply:
    """All of it at once, in the format that was asked for."""
    segments = answer.written.transcript.segments
    match wish.format:
        case "text":
            return text_reply(answer.text + "\n", context, run)
        case "srt":
            return text_reply(srt(segments), context, run)
        case "vtt":
            return text_reply(vtt(segments), context, run)
        case "verbose_json":
            return json_reply(answer.verbose(wish.times, wish.temperature, wish.translated), context, run)
        case "diarized_json":
            return json_reply(answer.diarized(), context, run)
        case _ if wish.translated:
            return json_reply({"text": answer.text}, context, run)
        case _:
            return json_reply(answer.plain(wish.sure), context, run)


def text_reply(text: str, context: Context, run: Timing) -> Reply:
    """`text`, after all tokens of `run`."""
    return begun(_text(text.encode("utf-8", "replace"), context, run))


def _text(content: bytes, context: Context, run: Timing) -> Reply:
    try:
        yield BEGUN
        yield from run.finish()
        fixed = (PLAIN, ("content-length", str(len(content))))
        yield Head(200, fixed + standard_headers(context.identity, run.elapsed))
        yield Data(content)
        yield End()
    finally:
        run.close()
