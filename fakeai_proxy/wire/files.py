"""`/files` and `/uploads`: their requests and their answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from .base import SHARED, Filled, RequestModel, Text
from .form import File, FormModel

Purpose = Literal["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]
"""What a client may upload a file for."""
Seconds = Annotated[int, Field(ge=3_600, le=2_592_000)]
LARGEST = 8 * 2**30
"""Bytes of an upload."""


class ExpiresAfter(BaseModel):
    """So long after it was made a file is gone."""

    model_config = SHARED

    anchor: Literal["created_at"]
    seconds: Seconds


class FormExpiresAfter(ExpiresAfter):
    """The same in a form, where numbers are text."""

    model_config = ConfigDict(strict=False)


class FileRequest(FormModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/files/create"""

    file: File
    purpose: Purpose
    expires_after: FormExpiresAfter | None = None


class UploadRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/uploads/create"""

    filename: Text
    purpose: Purpose
    bytes: Annotated[int, Field(ge=0, le=LARGEST)]
    mime_type: Text
    expires_after: ExpiresAfter | None = None


class PartRequest(FormModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/uploads/add-part"""

    data: File


class CompleteRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/uploads/complete"""

    part_ids: Filled[str]
    md5: str | None = None


class FileObject(TypedDict):
    id: str
    object: Literal["file"]
    bytes: int
    created_at: int
    filename: str
    purpose: str
    status: Literal["uploaded", "processed", "error"]
    expires_at: int | None
    status_details: str | None


class Deleted(TypedDict):
    id: str
    object: str
    deleted: Literal[True]


class Upload(TypedDict):
    id: str
    object: Literal["upload"]
    bytes: int
    created_at: int
    filename: str
    purpose: str
    status: Literal["pending", "completed", "cancelled", "expired"]
    expires_at: int
    file: FileObject | None


class UploadPart(TypedDict):
    id: str
    object: Literal["upload.part"]
    created_at: int
    upload_id: str
