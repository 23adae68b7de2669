"""`/audio`: its requests, its answers and the events of their streams."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NotRequired, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, with_config
from typing_extensions import TypedDict

from .base import SHARED, STRICT, Listed, Probability, RequestModel, Text
from .form import File, FormModel

T = TypeVar("T")

LONGEST = 4096
"""Characters that are spoken at once."""
SpeechFormat = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
TextFormat = Literal["json", "text", "srt", "verbose_json", "vtt"]
TranscriptFormat = Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]
Granularity = Literal["word", "segment"]


def several(given: Any) -> Any:
    """A single value of a form, as the list of it."""
    return given if isinstance(given, list) else [given]


def read(given: Any) -> Any:
    """An object that stands in a form as JSON."""
    if not isinstance(given, str) or not given.startswith("{"):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


Several = Annotated[Listed[T], BeforeValidator(several)]


@with_config(STRICT)
class OwnVoice(TypedDict):
    """A voice that was made from a sample."""

    id: Text


class SpeechRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/audio/createSpeech"""

    model: Text
    input: Annotated[Text, Field(max_length=LONGEST)]
    voice: Text | OwnVoice
    instructions: Annotated[str, Field(max_length=LONGEST)] | None = None
    response_format: SpeechFormat | None = None
    speed: Annotated[float, Field(ge=0.25, le=4)] | None = None
    stream_format: Literal["sse", "audio"] | None = None


class TextUsage(TypedDict):
    input_tokens: int
    output_tokens: int
    total_tokens: int


class SpeechDelta(TypedDict):
    type: Literal["speech.audio.delta"]
    audio: str
    """Base64 of the next bytes."""


class SpeechDone(TypedDict):
    type: Literal["speech.audio.done"]
    usage: TextUsage


class Detection(BaseModel):
    """When somebody is said to speak."""

    model_config = SHARED | ConfigDict(strict=False)

    type: Literal["server_vad"]
    prefix_padding_ms: Annotated[int, Field(ge=0)] = 300
    silence_duration_ms: Annotated[int, Field(ge=0)] = 200
    threshold: Probability = 0.5


class ListeningRequest(FormModel):
    """What both have in common."""

    file: File
    model: Text
    prompt: str | None = None
    temperature: Probability | None = None


class TranscriptionRequest(ListeningRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/audio/createTranscription"""

    chunking_strategy: Annotated[Literal["auto"] | Detection, BeforeValidator(read)] | None = None
    include: Several[Literal["logprobs"]] | None = None
    keywords: Several[str] | None = None
    known_speaker_names: Annotated[Several[Text], Field(max_length=4)] | None = None
    known_speaker_references: Annotated[Several[Text], Field(max_length=4)] | None = None
    language: str | None = None
    languages: Several[str] | None = None
    response_format: TranscriptFormat | None = None
    stream: bool | None = None
    timestamp_granularities: Several[Granularity] | None = None


class TranslationRequest(ListeningRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/audio/createTranslation"""

    response_format: TextFormat | None = None


class InputTokens(TypedDict):
    audio_tokens: int
    text_tokens: int


class ByTokens(TypedDict):
    type: Literal["tokens"]
    input_tokens: int
    input_token_details: InputTokens
    output_tokens: int
    total_tokens: int


class ByDuration(TypedDict):
    type: Literal["duration"]
    seconds: float


class Logprob(TypedDict):
    token: str
    bytes: list[int]
    logprob: float


class Language(TypedDict):
    code: str


class Transcription(TypedDict):
    text: str
    languages: NotRequired[list[Language]]
    logprobs: NotRequired[list[Logprob]]
    usage: NotRequired[ByTokens | ByDuration]


class Segment(TypedDict):
    id: int
    seek: int
    start: float
    end: float
    text: str
    tokens: list[int]
    temperature: float
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float


class Word(TypedDict):
    word: str
    start: float
    end: float


class Verbose(TypedDict):
    """Of a transcription, or of a translation, which has neither words nor usage."""

    language: str
    duration: float
    text: str
    segments: NotRequired[list[Segment]]
    words: NotRequired[list[Word]]
    usage: NotRequired[ByDuration]


class Turn(TypedDict):
    """What one speaker says: part of a transcription, and an event of its stream."""

    type: Literal["transcript.text.segment"]
    id: str
    start: float
    end: float
    text: str
    speaker: str


class Diarized(TypedDict):
    task: Literal["transcribe"]
    duration: float
    text: str
    segments: list[Turn]
    usage: ByTokens | ByDuration


class TranscriptDelta(TypedDict):
    type: Literal["transcript.text.delta"]
    delta: str
    logprobs: NotRequired[list[Logprob]]
    segment_id: NotRequired[str]


class TranscriptDone(TypedDict):
    type: Literal["transcript.text.done"]
    text: str
    languages: NotRequired[list[Language]]
    logprobs: NotRequired[list[Logprob]]
    usage: ByTokens
