"""`/vector_stores`: its requests and its answers."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, Object, Probability, RequestModel, Text
from .metadata import Key, Metadata, Note

Attributes = Annotated[dict[Key, bool | int | float | Note], Field(max_length=16)]
"""At most 16 pairs."""
Name = Annotated[str, Field(max_length=512)]
BATCH = 2_000
"""Files that may be added at once."""
Ids = Annotated[list[Text], Field(fail_fast=True, max_length=BATCH)]


@with_config(STRICT)
class AutoChunking(TypedDict):
    type: Literal["auto"]


@with_config(STRICT)
class Chunking(TypedDict):
    max_chunk_size_tokens: Annotated[int, Field(ge=100, le=4096)]
    chunk_overlap_tokens: Annotated[int, Field(ge=0)]


@with_config(STRICT)
class StaticChunking(TypedDict):
    type: Literal["static"]
    static: Chunking


ChunkingStrategy = Annotated[AutoChunking | StaticChunking, Field(discriminator="type")]


@with_config(STRICT)
class ExpiresAfter(TypedDict):
    anchor: Literal["last_active_at"]
    days: Annotated[int, Field(ge=1, le=365)]


class VectorStoreRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores/create"""

    blank: ClassVar[bool] = True

    name: Name | None = None
    description: str | None = None
    file_ids: Ids | None = None
    chunking_strategy: ChunkingStrategy | None = None
    expires_after: ExpiresAfter | None = None
    metadata: Metadata | None = None


class StoreUpdate(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores/modify"""

    blank: ClassVar[bool] = True

    name: Name | None = None
    expires_after: ExpiresAfter | None = None
    metadata: Metadata | None = None


class StoreFileRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores-files/createFile"""

    file_id: Text
    attributes: Attributes | None = None
    chunking_strategy: ChunkingStrategy | None = None


class AttributesRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores-files/updateAttributes"""

    attributes: Attributes | None


@with_config(STRICT)
class BatchedFile(TypedDict):
    file_id: Text
    attributes: NotRequired[Attributes | None]
    chunking_strategy: NotRequired[ChunkingStrategy | None]


class FileBatchRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores-file-batches/createBatch"""

    file_ids: Annotated[Ids, Field(min_length=1)] | None = None
    files: Annotated[Filled[BatchedFile], Field(max_length=BATCH)] | None = None
    attributes: Attributes | None = None
    chunking_strategy: ChunkingStrategy | None = None


@with_config(STRICT)
class RankingOptions(TypedDict):
    ranker: NotRequired[Literal["none", "auto", "default-2024-11-15"] | None]
    score_threshold: NotRequired[Probability | None]


class SearchRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/vector-stores/search"""

    query: Text | Annotated[Listed[Text], Field(min_length=1, max_length=16)]
    filters: Object | None = None
    max_num_results: Annotated[int, Field(ge=1, le=50)] | None = None
    ranking_options: RankingOptions | None = None
    rewrite_query: bool | None = None


class FileCounts(TypedDict):
    in_progress: int
    completed: int
    failed: int
    cancelled: int
    total: int


class VectorStore(TypedDict):
    id: str
    object: Literal["vector_store"]
    created_at: int
    name: str
    usage_bytes: int
    file_counts: FileCounts
    status: str
    expires_after: ExpiresAfter | None
    expires_at: int | None
    last_active_at: int
    metadata: dict[str, str]


class LastError(TypedDict):
    code: Literal["server_error", "unsupported_file", "invalid_file"]
    message: str


class VectorStoreFile(TypedDict):
    id: str
    object: Literal["vector_store.file"]
    created_at: int
    usage_bytes: int
    vector_store_id: str
    status: str
    last_error: LastError | None
    chunking_strategy: StaticChunking
    attributes: dict[str, Any]


class FileBatch(TypedDict):
    id: str
    object: Literal["vector_store.files_batch"]
    created_at: int
    vector_store_id: str
    status: str
    file_counts: FileCounts


class Content(TypedDict):
    type: Literal["text"]
    text: str


class SearchResult(TypedDict):
    file_id: str
    filename: str
    score: float
    attributes: dict[str, Any]
    content: list[Content]


class SearchPage(TypedDict):
    object: Literal["vector_store.search_results.page"]
    search_query: list[str]
    data: list[SearchResult]
    has_more: bool
    next_page: str | None


class ContentPage(TypedDict):
    object: Literal["vector_store.file_content.page"]
    data: list[Content]
    has_more: bool
    next_page: str | None
