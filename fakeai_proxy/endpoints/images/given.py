"""Pictures that come with a request."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.synth.image import Unreadable, decoded
from fakeai_proxy.wire.form import FilePart
from fakeai_proxy.wire.wording import listed, short

from .family import Family

TYPES, SIMPLE = ("image/jpeg", "image/png", "image/webp"), ("image/png",)
"""Of files: those that are read, and those of which masks are."""
SMALL = 4 * 2**20
"""Bytes that a mask has less than."""


def pictures_of(files: Sequence[FilePart], family: Family) -> list[Image.Image]:
    """What is edited or varied. Raises ApiError 400 in OpenAI's words."""
    pictures = [picture_of(file, at, family) for at, file in enumerate(files, start=1)]
    if family.simple and any(one.width != one.height for one in pictures):
        raise refused("Uploaded image must be a square.", "image", "invalid_image")
    return pictures


def picture_of(file: FilePart, number: int, family: Family) -> Image.Image:
    refuse_type(file, "image", SIMPLE if family.simple else TYPES)
    if family.simple and len(file.content) >= SMALL:
        raise refused("Uploaded image must be a PNG and less than 4 MB.", "image", None)
    try:
        return decoded(file.content)
    except Unreadable:
        message = f"Invalid image file or mode for image {number}, please check your image file."
        raise refused(message, "image", "invalid_image_file", "image_generation_user_error") from None


def mask_of(file: FilePart | None, first: Image.Image) -> Image.Image | None:
    """What says where `first` is edited. Raises ApiError 400 in OpenAI's words."""
    if file is None:
        return None
    refuse_type(file, "mask", SIMPLE)
    if len(file.content) >= SMALL:
        raise refused("Uploaded mask must be a PNG and less than 4 MB.", "mask", None)
    try:
        mask = decoded(file.content)
    except Unreadable:
        raise refused("Invalid mask image format - mask must be a PNG.", "mask", BAD_MASK) from None
    if mask.mode != "RGBA":
        raise refused("Invalid mask image format - mask must have an alpha channel.", "mask", BAD_MASK)
    if mask.size != first.size:
        raise refused("Invalid mask image format - mask size does not match image size.", "mask", BAD_MASK)
    return mask


BAD_MASK = "invalid_mask_image_format"


def refuse_type(file: FilePart, param: str, types: Sequence[str]) -> None:
    """Raise ApiError 400 where the form says that `file` is none of `types`."""
    kind = file.content_type.partition(";")[0].strip().lower()
    if kind not in types:
        formats = listed([f"'{one}'" for one in types])
        message = (
            f"Invalid file '{param}': unsupported mimetype ('{short(kind)}'). "
            f"Supported file formats are {formats}."
        )
        raise refused(message, param, "unsupported_file_mimetype")


def refused(message: str, param: str, code: str | None, type: str | None = None) -> ApiError:
    return ApiError(400, message, param=param, code=code, type=type)
