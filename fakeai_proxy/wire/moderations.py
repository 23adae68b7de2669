"""`POST /moderations`: its request and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, RequestModel, Text
from .messages import TextPart


@with_config(STRICT)
class Picture(TypedDict):
    url: Text


@with_config(STRICT)
class PicturePart(TypedDict):
    type: Literal["image_url"]
    image_url: Picture


Part = Annotated[TextPart | PicturePart, Field(discriminator="type")]


class ModerationRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/moderations/create"""

    input: str | Filled[str] | Filled[Part]
    model: Text = "omni-moderation-latest"


class Result(TypedDict, total=False):
    flagged: bool
    categories: dict[str, bool]
    category_scores: dict[str, float]
    category_applied_input_types: dict[str, list[str]]
    """Of omni models."""


class Moderation(TypedDict):
    id: str
    model: str
    results: list[Result]
