"""`/rag/api/prompt`: a question that documents are looked up for, and the answer."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from typing_extensions import TypedDict

from .base import RequestModel, Text
from .usage import PlainUsage

Value = str | int | float | bool
Metadata = dict[str, Value]
Queries = Annotated[list[Text], Field(fail_fast=True, min_length=1, max_length=32)]


class RagRequest(RequestModel, defer_build=False):
    """A question, or several that belong together."""

    wording: ClassVar = "fastapi"

    query: Text | Queries
    filters: Annotated[dict[str, Value], Field(max_length=16)] | None = None
    inference_model: Text | None = None
    top_k: Annotated[int, Field(ge=1, le=50)] = 5


class RetrievedDocument(TypedDict):
    id: str
    content: str
    score: float
    """Between 0 and 1."""
    metadata: Metadata
    source: str


class RagAnswer(TypedDict):
    content: str
    retrieved_docs: list[RetrievedDocument]
    sources: list[str]
    inference_model: str
    filters: Metadata
    usage: PlainUsage
