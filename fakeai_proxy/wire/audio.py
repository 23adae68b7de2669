"""`/audio`: its requests, its answers and the events of their streams."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, RequestModel, Text

LONGEST = 4096
"""Characters that are spoken at once."""
SpeechFormat = Literal["mp3", "opus", "aac", "flac", "wav", "pcm"]
TextFormat = Literal["json", "text", "srt", "verbose_json", "vtt"]
TranscriptFormat = Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]
Granularity = Literal["word", "segment"]


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
