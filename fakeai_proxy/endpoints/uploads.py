"""`/uploads`: a file that comes in parts, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.resources import Progress, Resource, Store
from fakeai_proxy.wire import files as wire

from . import files
from .context import Context
from .replies import json_reply

HOUR = 3_600
"""Seconds that an upload may take."""


def create(body: wire.UploadRequest, context: Context) -> Reply:
    """Begin a file of so many bytes."""
    files.refuse_file(body.purpose, body.filename, body.bytes)
    facts = body.model_dump(exclude={"mime_type", "expires_after"})
    facts["seconds"] = body.expires_after.seconds if body.expires_after else None
    store = context.services.resources
    made = store.create(context.owner, "upload", context.identity.suffix, facts)
    return json_reply(shown(made, context), context)


def add_part(body: wire.PartRequest, context: Context) -> Reply:
    """Some of its bytes."""
    store, content = context.services.resources, body.data.content
    with store.lock:
        upload = pending(context, "add parts to")
        came = sum(store.blobs.size(part.id) for part in store.children(upload, "upload.part"))
        if came + len(content) > upload.body["bytes"]:
            raise ApiError(
                400,
                f"The parts of the upload would be larger ({came + len(content)} bytes) than it is to be "
                f"({upload.body['bytes']} bytes).",
                param="data",
            )
        part = store.create(context.owner, "upload.part", context.identity.suffix, {}, upload.id)
        try:
            store.blobs.append(part.id, content)
        except ApiError:
            store.delete(part)
            raise
    answer: wire.UploadPart = {
        "id": part.id,
        "object": "upload.part",
        "created_at": part.created_at,
        "upload_id": upload.id,
    }
    return json_reply(answer, context)


def complete(body: wire.CompleteRequest, context: Context) -> Reply:
    """Make one file of the parts, in the order given."""
    store = context.services.resources
    with store.lock:
        upload = pending(context, "complete")
        parts = parts_of(body, upload, context)
        file = files.keep(upload.body["purpose"], upload.body["filename"], upload.body["seconds"], context)
        for part in parts:
            store.blobs.move(part, file.id)
        for left in store.children(upload, "upload.part"):
            store.delete(left)
        done = store.change(upload, file_id=file.id)
    return json_reply({**shown(done, context), "file": files.shown(file, store)}, context)


def cancel(body: None, context: Context) -> Reply:
    """No part can be added any more."""
    store = context.services.resources
    with store.lock:
        upload = pending(context, "cancel")
        for part in store.children(upload, "upload.part"):
            store.delete(part)
        upload = store.change(upload, cancelled=True)
    return json_reply(shown(upload, context), context)


def parts_of(body: wire.CompleteRequest, upload: Resource, context: Context) -> list[str]:
    """Their ids. Raises ApiError 400 for parts that are not there, and where they are not the whole file."""
    store = context.services.resources
    known = {part.id for part in store.children(upload, "upload.part")}
    for at, id in enumerate(body.part_ids):
        if id not in known:
            param = f"part_ids[{at}]"
            message = f"Invalid '{param}': the upload has no part with id '{id[:200]}', or it is named twice."
            raise ApiError(400, message, param=param, code="invalid_value")
        known.remove(id)
    came = sum(map(store.blobs.size, body.part_ids))
    if came != upload.body["bytes"]:
        raise ApiError(
            400,
            f"The parts have {came} bytes together, but the upload was to have {upload.body['bytes']}.",
            param="part_ids",
        )
    if body.md5 is not None and body.md5.lower() != digest(pieces(body.part_ids, store)):
        raise ApiError(400, "The md5 checksum does not match that of the parts.", param="md5")
    return body.part_ids


def pieces(ids: list[str], store: Store) -> Iterator[bytes]:
    """All bytes of the parts, in their order."""
    return (piece for id in ids for piece in store.blobs.pieces(id))


def digest(content: Iterator[bytes]) -> str:
    """The MD5 of it, in hex digits."""
    made = md5(usedforsecurity=False)
    for piece in content:
        made.update(piece)
    return made.hexdigest()


def pending(context: Context, to: str) -> Resource:
    """The upload of the path. Raises ApiError 404, and 400 where it is over and one wants `to` it."""
    upload = context.services.resources.need(context.owner, "upload", context.parameters["upload_id"])
    if (state := status(upload, context)) != "pending":
        raise ApiError(400, f"Cannot {to} an upload with status '{state}'.", param="upload_id")
    return upload


def status(upload: Resource, context: Context) -> str:
    """An hour after it began it is too late."""
    if upload.body.get("file_id"):
        return "completed"
    if upload.body.get("cancelled"):
        return "cancelled"
    late = Progress(upload.created, 1.0, (("pending", HOUR),), "expired")
    return late.state(context.services.clock.wall())


def shown(upload: Resource, context: Context) -> wire.Upload:
    """As the API has it."""
    return {
        "id": upload.id,
        "object": "upload",
        "bytes": upload.body["bytes"],
        "created_at": upload.created_at,
        "filename": upload.body["filename"],
        "purpose": upload.body["purpose"],
        "status": status(upload, context),  # type: ignore[typeddict-item] # one of these
        "expires_at": upload.created_at + HOUR,
        "file": None,
    }
