"""`POST /embeddings`: its request and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from .base import ModelRequest, Text
from .completions import TokenArray, TokenArrays
from .usage import EmbeddingUsage

Texts = Annotated[list[Text], Field(fail_fast=True, min_length=1, max_length=2048)]
Input = Text | Texts | TokenArray | TokenArrays


class EmbeddingRequest(ModelRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/embeddings/create"""

    input: Input
    dimensions: Annotated[int, Field(ge=1)] | None = None
    encoding_format: Literal["float", "base64"] | None = None
    input_type: Literal["query", "passage"] | None = None
    """Of NIM: what the inputs are to a model that tells these apart."""
    truncate: Literal["NONE", "START", "END"] | None = None
    """Of NIM: which end of inputs that are too long is left out."""


class Embedding(TypedDict):
    object: Literal["embedding"]
    index: int
    embedding: list[float] | str
    """Numbers, or base64 of little-endian float32."""


class EmbeddingList(TypedDict):
    object: Literal["list"]
    data: list[Embedding]
    model: str
    usage: EmbeddingUsage
