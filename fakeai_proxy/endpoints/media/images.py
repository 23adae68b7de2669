"""Images: in the request, among the files, or somewhere on the web, where nobody looks for them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.sights import painted
from fakeai_proxy.tokens import Medium
from fakeai_proxy.tokens.images import Detail, image_tokens

from .data_url import MARK, opened
from .place import Part, Place

EXPECTED = (
    "a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=')"
)
MIMES = ("image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp")
FORMATS = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP", re.DOTALL)
LARGEST = 20 * 2**20
"""Bytes of one image."""
SIZES = (
    (1024, 1024), (800, 600), (1280, 720), (1920, 1080), (640, 480), (768, 1024), (1080, 1350), (512, 512),
)  # fmt: skip
"""Pixels of images that nobody has looked at."""
WIDEST = 100_000


def read(part: Any, place: Place) -> list[Part]:
    """What the image costs, and what it shows, where its file says so."""
    place.refuse_modality("image", "image_url")
    image = part["image_url"]
    detail: Detail = image.get("detail") or "auto"
    url: str = image["url"]
    if image.get("file_id"):
        content: bytes | None = place.stored(image["file_id"])[1]
    elif url.startswith(MARK):
        content = in_request(url, place)
    else:
        found = painted(url, place.context)
        content = found and found[1]
    if content is None:
        size, mark, shown = elsewhere(url, place), crc32(url.encode("utf-8", "surrogatepass")), ""
    else:
        size, mark, shown = sized(content), crc32(content), words_of(content)
    return [{"medium": Medium("image", mark, image_tokens(place.model_name, *size, detail)), "text": shown}]


def words_of(content: bytes) -> str:
    """The description that the file of an image has, as those painted here have."""
    from fakeai_proxy.synth.image import Unreadable, described

    try:
        return described(content)
    except Unreadable:
        return ""


def in_request(url: str, place: Place) -> bytes:
    found = opened(url, place, EXPECTED, "image_url", "url")
    if found.mime not in MIMES:
        why = f"Expected {EXPECTED}, but got unsupported MIME type '{found.mime[:100]}'."
        raise place.wrong(why, "image_url", "url")
    return found.content


def sized(content: bytes) -> tuple[int, int]:
    """Width and height as the image itself has them, in pixels. Raises ApiError 400."""
    if not FORMATS.match(content):
        raise unsupported(
            "has of one the following formats: ['png', 'jpeg', 'gif', 'webp']", "invalid_image_format"
        )
    if len(content) > LARGEST:
        raise unsupported("is below 20 MB in size", "image_too_large")
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            return image.size
    except Exception:  # of many kinds, for bytes that only begin as an image does
        raise unsupported("is valid", "image_parse_error") from None


def unsupported(why: str, code: str) -> ApiError:
    message = f"You uploaded an unsupported image. Please make sure your image {why}."
    return ApiError(400, message, code=code)


def elsewhere(url: str, place: Place) -> tuple[int, int]:
    """`width` and `height` of the query of `url`; else a size that it always has."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        why = "Expected a valid URL, but got a value with an invalid format."
        raise place.wrong(why, "image_url", "url")
    query = dict(parse_qsl(parts.query))
    found = [int(query[name]) for name in ("width", "height") if query.get(name, "")[:6].isdecimal()]
    if len(found) == 2 and all(1 <= one <= WIDEST for one in found):
        return found[0], found[1]
    return SIZES[crc32(url.encode("utf-8", "surrogatepass")) % len(SIZES)]
