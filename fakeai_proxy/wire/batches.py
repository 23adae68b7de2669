"""`/batches`: their requests and their answers, and the lines of their files."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from .base import RequestModel, Text
from .files import ExpiresAfter
from .metadata import Metadata

Endpoint = Literal[
    "/v1/responses",
    "/v1/chat/completions",
    "/v1/embeddings",
    "/v1/completions",
    "/v1/moderations",
    "/v1/images/generations",
    "/v1/images/edits",
    "/v1/videos",
]
AzureEndpoint = Literal["/chat/completions", "/completions", "/embeddings", "/responses"]
"""Azure's have no version."""


class BatchRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/batch/create"""

    input_file_id: Text
    endpoint: Endpoint | AzureEndpoint
    completion_window: Literal["24h"]
    metadata: Metadata | None = None
    output_expires_after: ExpiresAfter | None = None


class BatchError(TypedDict):
    """What is wrong with a file, and in which line; null: with all of it."""

    code: str
    message: str
    param: str | None
    line: int | None


class RequestCounts(TypedDict):
    total: int
    completed: int
    failed: int


class InputDetails(TypedDict):
    cached_tokens: int


class OutputDetails(TypedDict):
    reasoning_tokens: int


class BatchUsage(TypedDict):
    input_tokens: int
    input_tokens_details: InputDetails
    output_tokens: int
    output_tokens_details: OutputDetails
    total_tokens: int


class BatchErrors(TypedDict):
    object: Literal["list"]
    data: list[BatchError]


class Batch(TypedDict):
    id: str
    object: Literal["batch"]
    endpoint: str
    model: str | None
    errors: BatchErrors | None
    input_file_id: str
    completion_window: str
    status: str
    output_file_id: str | None
    error_file_id: str | None
    created_at: int
    in_progress_at: int | None
    expires_at: int
    finalizing_at: int | None
    completed_at: int | None
    failed_at: int | None
    expired_at: int | None
    cancelling_at: int | None
    cancelled_at: int | None
    request_counts: RequestCounts
    usage: BatchUsage
    metadata: dict[str, Any] | None
