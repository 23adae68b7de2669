"""`/files`: what is uploaded comes back byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.resources import Resource, Store
from fakeai_proxy.wire import files as wire

from .context import Context
from .listing import list_reply, page_query
from .replies import json_reply, standard_headers

MOST = 10_000
"""Files of one page, unless fewer are asked for."""
DAY = 86_400
KEPT: Mapping[str, int] = {"batch": 30 * DAY}
"""Seconds that a file of this purpose is kept, unless it says otherwise; others stay."""
LINES: Mapping[str, str] = {"batch": "Batch API", "fine-tune": "Fine-Tuning API"}
"""Purposes whose files hold one JSON object a line."""


def create(body: wire.FileRequest, context: Context) -> Reply:
    """Keep the file of the form."""
    refuse_file(body.purpose, body.file.filename, len(body.file.content))
    seconds = body.expires_after.seconds if body.expires_after else None
    store = context.services.resources
    with store.lock:
        made = keep(body.purpose, body.file.filename, seconds, context)
        try:
            store.blobs.append(made.id, body.file.content)
        except ApiError:
            store.delete(made)
            raise
    return json_reply(shown(made, store), context)


def keep(purpose: str, filename: str, seconds: int | None, context: Context) -> Resource:
    """A file without bytes yet; it is gone after `seconds` (None: as its purpose has it)."""
    seconds = seconds or KEPT.get(purpose)
    expires = context.services.clock.wall() + seconds if seconds else None
    facts = {"purpose": purpose, "filename": filename}
    suffix = context.identity.suffix
    return context.services.resources.create(context.owner, "file", suffix, facts, expires=expires)


def refuse_file(purpose: str, filename: str, size: int) -> None:
    """Raise ApiError 400 for a file that is of no use for its `purpose`."""
    if not size:
        raise ApiError(400, "File is empty.", param="file")
    if (api := LINES.get(purpose)) and not filename.lower().endswith(".jsonl"):
        raise ApiError(400, f"Invalid file format for {api}. Must be .jsonl")


def list_files(body: None, context: Context) -> Reply:
    """All files, or those of one `purpose`."""
    store, purpose = context.services.resources, context.query.text("purpose")
    query = page_query(context, limit=MOST, most=MOST)
    page = store.page(context.owner, "file", query, keep=lambda file: purpose in ("", file.body["purpose"]))
    return list_reply(page, lambda file: shown(file, store), context)


def retrieve(body: None, context: Context) -> Reply:
    """What is known of one file."""
    return json_reply(shown(wanted(context), context.services.resources), context)


def content(body: None, context: Context) -> Reply:
    """The bytes, whatever the purpose."""
    return bytes_of(wanted(context), context)


def bytes_of(file: Resource, context: Context) -> Reply:
    blobs = context.services.resources.blobs
    size = blobs.size(file.id)
    fixed = (
        ("content-type", "application/octet-stream"),
        ("content-disposition", f"attachment; filename*=UTF-8''{quote(file.body['filename'], safe='')}"),
        ("content-length", str(size)),
    )
    yield Head(200, fixed + standard_headers(context.identity))
    for piece in blobs.pieces(file.id, 0, size):
        yield Data(piece)
    yield End()


def delete(body: None, context: Context) -> Reply:
    """Forget a file and its bytes."""
    file = wanted(context)
    context.services.resources.delete(file)
    answer: wire.Deleted = {"id": file.id, "object": "file", "deleted": True}
    return json_reply(answer, context)


def wanted(context: Context) -> Resource:
    """The file of the path. Raises ApiError 404."""
    return context.services.resources.need(context.owner, "file", context.parameters["file_id"])


def shown(file: Resource, store: Store) -> wire.FileObject:
    """As the API has it."""
    return {
        "id": file.id,
        "object": "file",
        "bytes": store.blobs.size(file.id),
        "created_at": file.created_at,
        "filename": file.body["filename"],
        "purpose": file.body["purpose"],
        "status": "processed",
        "expires_at": None if file.expires is None else int(file.expires),
        "status_details": None,
    }
