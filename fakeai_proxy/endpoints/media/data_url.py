"""data: URLs (RFC 2397)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import NamedTuple

from .place import Place

MARK = "data:"


class DataUrl(NamedTuple):
    mime: str
    """In lower case."""
    parameters: tuple[str, ...]
    content: bytes


def opened(url: str, place: Place, expected: str, *names: str) -> DataUrl:
    """What `url` holds, in base64. Raises ApiError 400 that says what was `expected` at `names`."""
    head, comma, text = url[len(MARK) :].partition(",")
    mime, *parameters = head.split(";")
    if not url.startswith(MARK):
        raise place.wrong(f"Expected {expected}, but got a value without the 'data:' prefix.", *names)
    if not comma or "base64" not in parameters:
        raise place.wrong(f"Expected {expected}, but got a value without base64-encoded bytes.", *names)
    content = from_base64(text)
    if not content:
        why = "empty base64-encoded bytes" if content is not None else "an invalid base64-encoded value"
        code = "empty_base64" if content is not None else "invalid_base64"
        raise place.wrong(f"Expected {expected}, but got {why}.", *names, code=code)
    return DataUrl(mime.lower(), tuple(parameters), content)


def from_base64(text: str) -> bytes | None:
    """None: it is none."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
