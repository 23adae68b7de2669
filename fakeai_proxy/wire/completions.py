"""`POST /completions` (legacy): its request and its answer."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from .base import Filled, SamplingRequest
from .usage import PlainUsage

TokenId = Annotated[int, Field(ge=0, le=2**31 - 1)]
Prompts = Annotated[list[str], Field(fail_fast=True, min_length=1, max_length=2048)]
TokenArray = Filled[TokenId]
TokenArrays = Annotated[list[TokenArray], Field(fail_fast=True, min_length=1, max_length=2048)]
Prompt = str | Prompts | TokenArray | TokenArrays


class CompletionRequest(SamplingRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/completions/create"""

    prompt: Prompt | None = None
    suffix: str | None = None
    echo: bool | None = None
    best_of: Annotated[int, Field(ge=0, le=20)] | None = None
    logprobs: Annotated[int, Field(ge=0, le=5)] | None = None


class Logprobs(TypedDict):
    """Parallel lists, one entry a token; the first token of an echoed prompt has no probability."""

    text_offset: list[int]
    token_logprobs: list[float | None]
    tokens: list[str]
    top_logprobs: list[dict[str, float] | None]


class Choice(TypedDict):
    text: str
    index: int
    logprobs: Logprobs | None
    finish_reason: str | None


class Completion(TypedDict):
    """In a stream a choice has one token, and `finish_reason` is null until its last event."""

    id: str
    object: Literal["text_completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: PlainUsage
    system_fingerprint: NotRequired[str]
    """Only of models that have one."""
