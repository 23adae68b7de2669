"""Parameters of a chat that are objects of their own."""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from .base import STRICT, Object, Text

AudioFormat = Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"]


@with_config(STRICT)
class NamedVoice(TypedDict):
    """A voice of one's own."""

    id: Text


@with_config(STRICT)
class AudioOptions(TypedDict):
    format: AudioFormat
    voice: Text | NamedVoice


@with_config(STRICT)
class UserLocation(TypedDict):
    type: Literal["approximate"]
    approximate: Object


@with_config(STRICT)
class WebSearchOptions(TypedDict):
    search_context_size: NotRequired[Literal["low", "medium", "high"] | None]
    user_location: NotRequired[UserLocation | None]


@with_config(STRICT)
class ModerationMode(TypedDict):
    mode: Literal["score", "block"]


@with_config(STRICT)
class ModerationPolicy(TypedDict):
    input: NotRequired[ModerationMode | None]
    output: NotRequired[ModerationMode | None]


@with_config(STRICT)
class ModerationOptions(TypedDict):
    model: Text
    policy: NotRequired[ModerationPolicy | None]


@with_config(STRICT)
class PromptCacheOptions(TypedDict):
    mode: NotRequired[Literal["implicit", "explicit"]]
    ttl: NotRequired[Literal["30m"]]
