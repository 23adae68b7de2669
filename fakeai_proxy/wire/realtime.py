"""The Realtime API: what a session, an item and a response are asked to be."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from .base import SHARED, STRICT, Listed, Object, RequestModel, Text
from .metadata import Metadata
from .schema import Schema
from .tools import Name

WHOLE = STRICT | ConfigDict(extra="forbid")
"""Of objects whose unknown members are refused, as OpenAI does within a session."""
Modalities = Annotated[Listed[Literal["text", "audio"]], Field(min_length=1)]
Most = Annotated[int, Field(ge=1, le=4096)] | Literal["inf"]
Milliseconds = Annotated[int, Field(ge=0)]
Speed = Annotated[float, Field(ge=0.25, le=1.5)]
VoiceName = Literal[
    "alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"
]  # fmt: skip
Included = Listed[Literal["item.input_audio_transcription.logprobs"]]


@with_config(WHOLE)
class Format(TypedDict):
    type: Literal["audio/pcm", "audio/pcmu", "audio/pcma"]
    rate: NotRequired[Annotated[int, Field(ge=24_000, le=24_000)] | None]


@with_config(WHOLE)
class ServerVad(TypedDict):
    type: Literal["server_vad"]
    threshold: NotRequired[Annotated[float, Field(ge=0, le=1)] | None]
    prefix_padding_ms: NotRequired[Milliseconds | None]
    silence_duration_ms: NotRequired[Milliseconds | None]
    idle_timeout_ms: NotRequired[Annotated[int, Field(ge=5_000, le=30_000)] | None]
    create_response: NotRequired[bool | None]
    interrupt_response: NotRequired[bool | None]


@with_config(WHOLE)
class SemanticVad(TypedDict):
    type: Literal["semantic_vad"]
    eagerness: NotRequired[Literal["low", "medium", "high", "auto"] | None]
    create_response: NotRequired[bool | None]
    interrupt_response: NotRequired[bool | None]


TurnDetection = Annotated[ServerVad | SemanticVad, Field(discriminator="type")]


@with_config(WHOLE)
class Transcription(TypedDict):
    model: NotRequired[Text | None]
    language: NotRequired[str | None]
    prompt: NotRequired[str | None]
    delay: NotRequired[Literal["minimal", "low", "medium", "high", "xhigh"] | None]
    keywords: NotRequired[Listed[str] | None]
    languages: NotRequired[Listed[str] | None]


@with_config(WHOLE)
class NoiseReduction(TypedDict):
    type: NotRequired[Literal["near_field", "far_field"] | None]
    strength: NotRequired[Annotated[float, Field(ge=0)] | None]


@with_config(WHOLE)
class AudioInput(TypedDict):
    format: NotRequired[Format | None]
    noise_reduction: NotRequired[NoiseReduction | None]
    transcription: NotRequired[Transcription | None]
    turn_detection: NotRequired[TurnDetection | None]


@with_config(WHOLE)
class OwnVoice(TypedDict):
    id: Text


Voice = VoiceName | OwnVoice


@with_config(WHOLE)
class AudioOutput(TypedDict):
    format: NotRequired[Format | None]
    voice: NotRequired[Voice | None]
    speed: NotRequired[Speed | None]


@with_config(WHOLE)
class Audio(TypedDict):
    input: NotRequired[AudioInput | None]
    output: NotRequired[AudioOutput | None]


@with_config(WHOLE)
class TranscribedAudio(TypedDict):
    input: NotRequired[AudioInput | None]


@with_config(STRICT)
class Function(TypedDict):
    type: Literal["function"]
    name: Name
    description: NotRequired[str | None]
    parameters: NotRequired[Schema | None]


@with_config(STRICT)
class FunctionChoice(TypedDict):
    type: Literal["function"]
    name: Text


ToolChoice = Literal["none", "auto", "required"] | FunctionChoice


@with_config(WHOLE)
class Retention(TypedDict):
    type: Literal["retention_ratio"]
    retention_ratio: Annotated[float, Field(ge=0, le=1)]
    token_limits: NotRequired[Object | None]


@with_config(WHOLE)
class Tracing(TypedDict):
    workflow_name: NotRequired[str | None]
    group_id: NotRequired[str | None]
    metadata: NotRequired[Object | None]


@with_config(WHOLE)
class Reasoning(TypedDict):
    effort: NotRequired[Literal["minimal", "low", "medium", "high", "xhigh"] | None]


@with_config(WHOLE)
class RealtimeSession(TypedDict):
    type: Literal["realtime"]
    model: NotRequired[Text | None]
    output_modalities: NotRequired[Modalities | None]
    instructions: NotRequired[str | None]
    tools: NotRequired[Annotated[Listed[Function], Field(max_length=128)] | None]
    tool_choice: NotRequired[ToolChoice | None]
    parallel_tool_calls: NotRequired[bool | None]
    max_output_tokens: NotRequired[Most | None]
    reasoning: NotRequired[Reasoning | None]
    tracing: NotRequired[Literal["auto"] | Tracing | None]
    truncation: NotRequired[Literal["auto", "disabled"] | Retention | None]
    prompt: NotRequired[Object | None]
    include: NotRequired[Included | None]
    audio: NotRequired[Audio | None]


@with_config(WHOLE)
class TranscriptionSession(TypedDict):
    type: Literal["transcription"]
    include: NotRequired[Included | None]
    audio: NotRequired[TranscribedAudio | None]


Session = Annotated[RealtimeSession | TranscriptionSession, Field(discriminator="type")]
OlderFormat = Literal["pcm16", "g711_ulaw", "g711_alaw"]


@with_config(WHOLE)
class OlderTurnDetection(TypedDict):
    type: NotRequired[Literal["server_vad", "semantic_vad"] | None]
    threshold: NotRequired[Annotated[float, Field(ge=0, le=1)] | None]
    prefix_padding_ms: NotRequired[Milliseconds | None]
    silence_duration_ms: NotRequired[Milliseconds | None]
    eagerness: NotRequired[Literal["low", "medium", "high", "auto"] | None]
    create_response: NotRequired[bool | None]
    interrupt_response: NotRequired[bool | None]


REFUSING = SHARED | ConfigDict(extra="forbid")


class OlderTranscriptionSession(RequestModel, defer_build=False):
    """Of the beta."""

    model_config = REFUSING
    blank: ClassVar[bool] = True

    modalities: Modalities | None = None
    input_audio_format: OlderFormat | None = None
    input_audio_noise_reduction: NoiseReduction | None = None
    input_audio_transcription: Transcription | None = None
    turn_detection: OlderTurnDetection | None = None
    include: Included | None = None
    client_secret: Object | None = None
    """`expires_at` or `expires_after`: only a request that makes a secret has it."""


class OlderSession(OlderTranscriptionSession, defer_build=False):
    """Of the beta."""

    model: Text | None = None
    instructions: str | None = None
    voice: VoiceName | None = None
    output_audio_format: OlderFormat | None = None
    tools: Annotated[Listed[Function], Field(max_length=128)] | None = None
    tool_choice: ToolChoice | None = None
    temperature: Annotated[float, Field(ge=0.6, le=1.2)] | None = None
    max_response_output_tokens: Most | None = None
    speed: Speed | None = None
    tracing: Literal["auto"] | Tracing | None = None


@with_config(STRICT)
class Part(TypedDict):
    """A part of a message; the names of the beta are taken too."""

    type: Literal["input_text", "input_audio", "input_image", "output_text", "output_audio", "text", "audio"]
    text: NotRequired[str | None]
    audio: NotRequired[str | None]
    transcript: NotRequired[str | None]
    image_url: NotRequired[str | None]
    detail: NotRequired[Literal["auto", "low", "high"] | None]


ItemId = Annotated[str, Field(min_length=1, max_length=512)]
Status = Literal["completed", "incomplete", "in_progress"]


@with_config(STRICT)
class MessageItem(TypedDict):
    type: Literal["message"]
    role: Literal["user", "assistant", "system"]
    content: Listed[Part]
    id: NotRequired[ItemId | None]
    status: NotRequired[Status | None]


@with_config(STRICT)
class CallItem(TypedDict):
    type: Literal["function_call"]
    name: Text
    arguments: str
    call_id: NotRequired[str | None]
    id: NotRequired[ItemId | None]
    status: NotRequired[Status | None]


@with_config(STRICT)
class OutputItem(TypedDict):
    type: Literal["function_call_output"]
    call_id: Text
    output: str
    id: NotRequired[ItemId | None]
    status: NotRequired[Status | None]


@with_config(STRICT)
class Reference(TypedDict):
    type: Literal["item_reference"]
    id: ItemId


Item = Annotated[MessageItem | CallItem | OutputItem, Field(discriminator="type")]
InputItem = Annotated[MessageItem | CallItem | OutputItem | Reference, Field(discriminator="type")]


@with_config(WHOLE)
class ResponseAudioOutput(TypedDict):
    format: NotRequired[Format | None]
    voice: NotRequired[Voice | None]


@with_config(WHOLE)
class ResponseAudio(TypedDict):
    output: NotRequired[ResponseAudioOutput | None]


class Shared(TypedDict):
    """What responses of today and of the beta have in common."""

    conversation: NotRequired[Literal["auto", "none"] | None]
    input: NotRequired[Annotated[Listed[InputItem], Field(max_length=1024)] | None]
    instructions: NotRequired[str | None]
    metadata: NotRequired[Metadata | None]
    tools: NotRequired[Annotated[Listed[Function], Field(max_length=128)] | None]
    tool_choice: NotRequired[ToolChoice | None]
    max_output_tokens: NotRequired[Most | None]


@with_config(WHOLE)
class Response(Shared):
    output_modalities: NotRequired[Modalities | None]
    parallel_tool_calls: NotRequired[bool | None]
    prompt: NotRequired[Object | None]
    reasoning: NotRequired[Reasoning | None]
    audio: NotRequired[ResponseAudio | None]


@with_config(WHOLE)
class OlderResponse(Shared):
    """Of the beta."""

    modalities: NotRequired[Modalities | None]
    voice: NotRequired[VoiceName | None]
    output_audio_format: NotRequired[OlderFormat | None]
    temperature: NotRequired[Annotated[float, Field(ge=0.6, le=1.2)] | None]
    max_response_output_tokens: NotRequired[Most | None]


@with_config(WHOLE)
class ExpiresAfter(TypedDict):
    anchor: NotRequired[Literal["created_at"]]
    seconds: NotRequired[Annotated[int, Field(ge=10, le=7200)]]


class SecretRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/realtime-sessions/create-realtime-client-secret"""

    blank: ClassVar[bool] = True

    expires_after: ExpiresAfter | None = None
    session: Session | None = None


@with_config(WHOLE)
class TranslatedInput(TypedDict):
    noise_reduction: NotRequired[NoiseReduction | None]
    transcription: NotRequired[Transcription | None]


@with_config(WHOLE)
class TranslatedOutput(TypedDict):
    language: NotRequired[str | None]


@with_config(WHOLE)
class TranslatedAudio(TypedDict):
    input: NotRequired[TranslatedInput | None]
    output: NotRequired[TranslatedOutput | None]


@with_config(WHOLE)
class TranslationSession(TypedDict):
    model: Text
    audio: NotRequired[TranslatedAudio | None]


class TranslationSecretRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/realtime-translations"""

    session: TranslationSession
    expires_after: ExpiresAfter | None = None
