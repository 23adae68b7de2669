"""Chat messages and their content parts, by role, as plain dicts after validation."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, Text


@with_config(STRICT)
class TextPart(TypedDict):
    type: Literal["text"]
    text: str


@with_config(STRICT)
class RefusalPart(TypedDict):
    type: Literal["refusal"]
    refusal: str


@with_config(STRICT)
class ImageUrl(TypedDict):
    url: Text
    detail: NotRequired[Literal["auto", "low", "high", "original"] | None]


@with_config(STRICT)
class ImagePart(TypedDict):
    type: Literal["image_url"]
    image_url: ImageUrl


@with_config(STRICT)
class InputAudio(TypedDict):
    data: str
    format: Literal["wav", "mp3"]


@with_config(STRICT)
class AudioPart(TypedDict):
    type: Literal["input_audio"]
    input_audio: InputAudio


@with_config(STRICT)
class FileReference(TypedDict):
    file_data: NotRequired[str | None]
    file_id: NotRequired[str | None]
    filename: NotRequired[str | None]


@with_config(STRICT)
class FilePart(TypedDict):
    type: Literal["file"]
    file: FileReference


@with_config(STRICT)
class VideoUrl(TypedDict):
    url: Text
    detail: NotRequired[Literal["auto", "low", "high"] | None]


@with_config(STRICT)
class VideoPart(TypedDict):
    """Of NIM's vision language models."""

    type: Literal["video_url"]
    video_url: VideoUrl


UserPart = Annotated[
    TextPart | ImagePart | AudioPart | FilePart | VideoPart,
    Field(discriminator="type"),
]
AssistantPart = Annotated[TextPart | RefusalPart, Field(discriminator="type")]
TextContent = str | Filled[TextPart]


@with_config(STRICT)
class CalledFunction(TypedDict):
    name: str
    arguments: str


@with_config(STRICT)
class CalledTool(TypedDict):
    name: str
    input: str


@with_config(STRICT)
class FunctionCall(TypedDict):
    id: str
    type: Literal["function"]
    function: CalledFunction


@with_config(STRICT)
class CustomCall(TypedDict):
    id: str
    type: Literal["custom"]
    custom: CalledTool


ToolCall = Annotated[FunctionCall | CustomCall, Field(discriminator="type")]


@with_config(STRICT)
class SystemMessage(TypedDict):
    role: Literal["system"]
    content: TextContent
    name: NotRequired[str | None]


@with_config(STRICT)
class SpokenBefore(TypedDict):
    """An answer in audio, by its id."""

    id: str


@with_config(STRICT)
class AssistantMessage(TypedDict):
    role: Literal["assistant"]
    content: NotRequired[str | Listed[AssistantPart] | None]
    name: NotRequired[str | None]
    refusal: NotRequired[str | None]
    tool_calls: NotRequired[Filled[ToolCall] | None]
    function_call: NotRequired[CalledFunction | None]
    audio: NotRequired[SpokenBefore | None]


@with_config(STRICT)
class UserMessage(TypedDict):
    role: Literal["user"]
    content: str | Filled[UserPart]
    name: NotRequired[str | None]


@with_config(STRICT)
class FunctionMessage(TypedDict):
    role: Literal["function"]
    name: str
    content: str | None


@with_config(STRICT)
class ToolMessage(TypedDict):
    role: Literal["tool"]
    content: TextContent
    tool_call_id: str


@with_config(STRICT)
class DeveloperMessage(TypedDict):
    role: Literal["developer"]
    content: TextContent
    name: NotRequired[str | None]


Message = Annotated[
    SystemMessage | AssistantMessage | UserMessage | FunctionMessage | ToolMessage | DeveloperMessage,
    Field(discriminator="role"),
]
"""In the order in which OpenAI names the roles."""
