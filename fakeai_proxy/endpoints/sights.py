"""What is seen in images: the words that they carry. Nobody looks at their pixels, nor fetches them."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.resources import Resource

from .context import Context

OURS = re.compile(r"/images/(img_\w+)\.\w+$")
"""The end of an URL that leads to a picture which was painted here."""
DATA = re.compile(r"data:image/[\w.+-]+(?:;[^,;]{1,100}){0,4},", re.IGNORECASE)


def seen(url: str, param: str, context: Context) -> str:
    """Words of the image behind `url`: its description (XMP), or the words of the URL itself.

    Raises ApiError 400 for a data URL without an image, and for what is no URL.
    """
    if url[:5].lower() == "data:":
        return described(content_of(url, param), param)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ApiError(400, "Invalid URL for image.", param=param, code="invalid_image_url")
    if (found := painted(url, context)) is not None:
        return described(found[1], param)
    return re.sub(r"[\W_]+", " ", unquote(parts.path))


def content_of(url: str, param: str) -> bytes:
    """The bytes in a data URL (RFC 2397)."""
    head = DATA.match(url)
    if head is None:
        raise unreadable(param)
    if not head[0].lower().endswith(";base64,"):
        return unquote_to_bytes(url[head.end() :])
    try:
        return b64decode(url[head.end() :], validate=True)
    except (Error, ValueError):
        raise unreadable(param) from None


def described(content: bytes, param: str) -> str:
    from fakeai_proxy.synth.image import Unreadable, described

    try:
        return described(content)
    except Unreadable:
        raise unreadable(param) from None


def painted(url: str, context: Context) -> tuple[Resource, bytes] | None:
    """The picture behind `url` that was painted here, if it is still kept."""
    store, named = context.services.resources, OURS.search(url)
    found = store.get("", "image", named[1]) if named else None
    return (found, store.blobs.read(found.id)) if found else None


def unreadable(param: str) -> ApiError:
    message = "Invalid image. Supported are PNG, JPEG, WebP, and GIF, as a URL or a base64-encoded data URL."
    return ApiError(400, message, param=param, code="invalid_image")
