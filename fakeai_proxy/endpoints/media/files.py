"""Files: the text that is in them, and the looks of the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zlib import crc32

from fakeai_proxy.tokens import Medium
from fakeai_proxy.tokens.images import image_tokens

from .data_url import opened
from .images import FORMATS, sized
from .place import Part, Place

EXPECTED = (
    "a base64-encoded data URL with an application/pdf MIME type (e.g. "
    "'data:application/pdf;base64,aW1nIGJ5dGVzIGhlcmU=')"
)
PDF = b"%PDF-"
TEXTS = (
    "application/json",
    "application/xml",
    "application/csv",
    "application/x-yaml",
    "application/javascript",
)
"""MIME types of text besides those that begin so."""
MOST_PAGES = 100
DPI = 96
"""Dots per inch of a page as the model sees it; points are 72."""


def read(part: Any, place: Place) -> list[Part]:
    """What is in the file."""
    file = part["file"]
    if file.get("file_id"):
        return parts_of(place.stored(file["file_id"])[1], place, "file_id")
    if file.get("file_url"):
        return [elsewhere(file["file_url"], place)]
    if not (text := file.get("file_data")):
        why = "Expected one of 'file_id' or 'file_data', but got none."
        raise place.wrong(why, "file", "file_id", code="missing_required_parameter")
    found = opened(text, place, EXPECTED, "file", "file_data")
    if found.mime != "application/pdf" and not found.mime.startswith("text/") and found.mime not in TEXTS:
        why = f"Expected {EXPECTED}, but got unsupported MIME type '{found.mime[:100]}'."
        raise place.wrong(why, "file", "file_data")
    return parts_of(found.content, place, "file_data")


def parts_of(content: bytes, place: Place, name: str) -> list[Part]:
    """A PDF, an image, or text in UTF-8. Raises ApiError 400 for anything else."""
    if content.startswith(PDF):
        return list(pages(content, place, name))
    if FORMATS.match(content):
        return [seen(sized(content), crc32(content), place)]
    try:
        return [{"type": "text", "text": content.decode()}]
    except UnicodeDecodeError:
        raise place.wrong("Expected a PDF or a text file, but got another one.", "file", name) from None


def pages(content: bytes, place: Place, name: str) -> Iterator[Part]:
    """The text of each page, and how it looks to a model that sees."""
    from pypdf import PdfReader

    try:
        found = list(PdfReader(BytesIO(content)).pages)
        texts = [page.extract_text() for page in found[:MOST_PAGES]]
        sizes = [(page.mediabox.width, page.mediabox.height) for page in found[:MOST_PAGES]]
    except Exception:  # of many kinds, for bytes that only begin as a PDF does
        raise place.wrong("Expected a valid PDF, but it could not be read.", "file", name) from None
    if len(found) > MOST_PAGES:
        why = f"Expected a PDF of at most {MOST_PAGES} pages, but got one of {len(found)}."
        raise place.wrong(why, "file", name)
    for at, (text, (width, height)) in enumerate(zip(texts, sizes, strict=True)):
        yield {"type": "text", "text": text}
        if "image" in place.model.input_modalities:
            size = round(float(width) / 72 * DPI), round(float(height) / 72 * DPI)
            yield seen(size, crc32(b"%d" % at, crc32(content)), place)


def seen(size: tuple[int, int], mark: int, place: Place) -> Part:
    return {"medium": Medium("image", mark, image_tokens(place.model_name, *size))}


def elsewhere(url: str, place: Place) -> Part:
    """A file that nobody fetches: a page of Letter size."""
    return seen((816, 1056), crc32(url.encode("utf-8", "surrogatepass")), place)
