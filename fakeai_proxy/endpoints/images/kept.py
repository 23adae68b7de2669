"""Pictures that an URL leads to, for an hour."""

from __future__ import annotations

from collections.abc import Mapping

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import standard_headers
from fakeai_proxy.resources import KINDS, PageQuery, Resource, Store, numbered

EVERYBODY = ""
"""Whose pictures they are: who knows the address may see them, as at OpenAI."""
HOUR = 3_600
MOST, SHARE = 500, 4
"""Pictures that are kept, in a 4th of the room for bytes; beyond that the oldest goes."""
TYPES: Mapping[str, str] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def keep(content: bytes, format: str, number: int, context: Context) -> str:
    """The URL of the `number`-th picture of a request. Raises ApiError 413 where it is too large."""
    store = context.services.resources
    expires = context.services.clock.wall() + HOUR
    with store.lock:
        make_room(store, len(content))
        name = numbered(context.identity.suffix, number)
        facts = {"format": format, "bytes": len(content)}
        made = store.create(EVERYBODY, "image", name, facts, expires=expires)
        store.blobs.append(made.id, content)
    return f"{base_of(context.request)}/{made.id}.{format}"


def make_room(store: Store, size: int) -> None:
    """Forget the oldest pictures until `size` bytes more have room."""
    kept = store.page(EVERYBODY, "image", PageQuery(MOST, "asc")).items
    room, taken = store.settings.max_bytes, size + sum(one.body["bytes"] for one in kept)
    for at, oldest in enumerate(kept):
        if len(kept) - at < MOST and taken <= room // SHARE and store.blobs.total + size <= room:
            return
        taken -= oldest.body["bytes"]
        store.delete(oldest)


def base_of(request: Request) -> str:
    """Where the request came to: `https://api.openai.com/v1/images`."""
    return f"{request.origin}{request.path.rpartition('/')[0]}"


def retrieve(body: None, context: Context) -> Reply:
    """The picture that an URL in an answer leads to, for an hour."""
    id, extension = context.parameters["image_id"], context.parameters["extension"]
    found = context.services.resources.need(EVERYBODY, "image", id)
    if found.body["format"] != extension:
        raise KINDS["image"].missing(f"{id}.{extension}")
    return shown(found, context)


def shown(image: Resource, context: Context) -> Reply:
    """Its bytes."""
    blobs = context.services.resources.blobs
    size = blobs.size(image.id)
    fixed = (("content-type", TYPES[image.body["format"]]), ("content-length", str(size)))
    yield Head(200, fixed + standard_headers(context.identity))
    for piece in blobs.pieces(image.id, 0, size):
        yield Data(piece)
    yield End()
