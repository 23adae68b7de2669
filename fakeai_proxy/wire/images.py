"""`/images`: their requests, their answers and the events of their streams."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, RequestModel, Text
from .form import File, FormModel

Background = Literal["transparent", "opaque", "auto"]
Format = Literal["png", "webp", "jpeg"]
Quality = Literal["low", "medium", "high", "xhigh", "max", "auto", "standard", "hd"]
LONGEST = 32_000
"""Characters of a prompt."""


class DrawingRequest(RequestModel):
    """What all three have in common."""

    model: Text | None = None
    n: Annotated[int, Field(ge=1, le=10)] | None = None
    size: Text | None = None
    response_format: Literal["url", "b64_json"] | None = None
    user: str | None = None


class PaintingRequest(DrawingRequest):
    """What those with a prompt have in common."""

    accepted = frozenset(("complexity", "frame_count", "frame_duration_ms", "svg"))

    prompt: Annotated[Text, Field(max_length=LONGEST)]
    background: Background | None = None
    output_format: Format | None = None
    output_compression: Annotated[int, Field(ge=0, le=100)] | None = None
    quality: Quality | None = None
    stream: bool | None = None
    partial_images: Annotated[int, Field(ge=0, le=3)] | None = None
    safety_identifier: str | None = None


class GenerationRequest(PaintingRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/images/create"""

    moderation: Literal["low", "auto"] | None = None
    style: Literal["vivid", "natural"] | None = None


@with_config(STRICT)
class Reference(TypedDict, total=False):
    """A picture, in JSON."""

    image_url: str | None
    file_id: str | None


class EditRequest(PaintingRequest, FormModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/images/createEdit"""

    model_config = ConfigDict(strict=False)
    json_too = True
    accepted = PaintingRequest.accepted | {"markup"}

    image: File | Annotated[Filled[File], Field(max_length=16)] | None = None
    images: Annotated[Filled[Reference], Field(max_length=16)] | None = None
    """The same in JSON."""
    mask: File | Reference | None = None
    input_fidelity: Literal["high", "low"] | None = None


class VariationRequest(DrawingRequest, FormModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/images/createVariation"""

    model_config = ConfigDict(strict=False)

    image: File


class InputDetails(TypedDict):
    image_tokens: int
    text_tokens: int


class ImageUsage(TypedDict):
    input_tokens: int
    input_tokens_details: InputDetails
    output_tokens: int
    output_tokens_details: NotRequired[InputDetails]
    """Of whole answers."""
    total_tokens: int


class Image(TypedDict, total=False):
    b64_json: str
    url: str
    revised_prompt: str
    """Of dall-e-3."""


class Rendering(TypedDict):
    """What whole answers and events of GPT image models say of their pictures."""

    background: Literal["transparent", "opaque"]
    output_format: Format
    quality: str
    size: str


class Images(TypedDict):
    created: int
    data: list[Image]
    background: NotRequired[Literal["transparent", "opaque"]]
    output_format: NotRequired[Format]
    quality: NotRequired[str]
    size: NotRequired[str]
    usage: NotRequired[ImageUsage]
    safety_identifier: NotRequired[str]
