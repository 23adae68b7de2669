"""What NIM and vLLM have beyond OpenAI's API: rankings, and tokens of texts."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Listed, Object, RequestModel, Text
from .messages import Message
from .tools import Tool
from .usage import EmbeddingUsage

Truncate = Literal["NONE", "START", "END"]


@with_config(STRICT)
class Passage(TypedDict):
    text: Annotated[str, Field(min_length=1)]


Passages = Annotated[list[Passage], Field(fail_fast=True, min_length=1, max_length=512)]
AnyPassages = Annotated[list[Text | Passage], Field(fail_fast=True, min_length=1, max_length=512)]


class RankingRequest(RequestModel, defer_build=False):
    """https://docs.nvidia.com/nim/nemo-retriever/text-reranking/latest/reference.html

    `documents` and `top_n` are names of others for the same.
    """

    wording: ClassVar = "fastapi"

    model: Text
    query: Text | Passage
    passages: Passages | None = None
    documents: Annotated[list[Text | Passage], Field(fail_fast=True, min_length=1, max_length=512)] | None = (
        None
    )
    top_n: Annotated[int, Field(ge=1)] | None = None
    truncate: Truncate | None = None


class Ranking(TypedDict):
    index: int
    logit: float


class Rankings(TypedDict):
    rankings: list[Ranking]
    usage: EmbeddingUsage


class RerankRequest(RequestModel, defer_build=False):
    """https://docs.cohere.com/reference/rerank, and the same of Jina and vLLM"""

    wording: ClassVar = "fastapi"

    model: Text
    query: Text
    documents: Annotated[list[str | Object], Field(fail_fast=True, min_length=1, max_length=1000)]
    top_n: Annotated[int, Field(ge=1)] | None = None
    return_documents: bool | None = None
    rank_fields: Listed[str] | None = None
    max_tokens_per_doc: Annotated[int, Field(ge=1)] | None = None


class Document(TypedDict):
    text: str


class Reranked(TypedDict):
    index: int
    relevance_score: float
    document: NotRequired[Document]


class TokenizeRequest(RequestModel, defer_build=False):
    """https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html#tokenizer-api"""

    model: Text | None = None
    prompt: str | None = None
    messages: Listed[Message] | None = None
    tools: Listed[Tool] | None = None
    add_generation_prompt: bool | None = None
    return_token_strs: bool | None = None


class Tokenized(TypedDict):
    count: int
    max_model_len: int
    tokens: list[int]
    token_strs: list[str] | None


class DetokenizeRequest(RequestModel, defer_build=False):
    """https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html#tokenizer-api"""

    model: Text | None = None
    tokens: Listed[Annotated[int, Field(ge=0)]]


class Detokenized(TypedDict):
    prompt: str


class Health(TypedDict):
    object: Literal["health.response"]
    message: str
    status: Literal["live", "ready"]


class Metadata(TypedDict):
    assetInfo: list[str]
    licenseInfo: dict[str, Any]
    modelInfo: list[dict[str, str]]
    repository_override: str
    selectedModelProfileId: str
    version: str
