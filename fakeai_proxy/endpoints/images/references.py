"""Pictures that a request in JSON names: files that were uploaded, data URLs, and what was painted here."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import guess_type

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sights import content_of, painted
from fakeai_proxy.wire.form import FilePart
from fakeai_proxy.wire.images import EditRequest, Reference
from fakeai_proxy.wire.wording import short

from .kept import TYPES


def files_of(body: EditRequest, context: Context) -> Sequence[FilePart]:
    """The pictures to edit, whichever way they came. Raises ApiError where there are none."""
    if body.images is not None:
        return [file_of(one, f"images[{at}]", context) for at, one in enumerate(body.images)]
    if body.image is None:
        message = "Missing required parameter: 'image'."
        raise ApiError(400, message, param="image", code="missing_required_parameter")
    return [body.image] if isinstance(body.image, FilePart) else body.image


def mask_file(body: EditRequest, context: Context) -> FilePart | None:
    """The mask, likewise."""
    mask = body.mask
    return mask if mask is None or isinstance(mask, FilePart) else file_of(mask, "mask", context)


def file_of(reference: Reference, param: str, context: Context) -> FilePart:
    """What `reference` leads to. Raises ApiError; nothing is fetched from other servers."""
    store = context.services.resources
    if id := reference.get("file_id"):
        file = store.need(context.owner, "file", id)
        name = file.body["filename"]
        return FilePart(name, guess_type(name)[0] or "application/octet-stream", store.blobs.read(file.id))
    url = reference.get("image_url") or ""
    if url[:5].lower() == "data:":
        kind = url[5:].partition(",")[0].partition(";")[0]
        return FilePart("image", kind, content_of(url, param))
    if (found := painted(url, context)) is not None:
        image, content = found
        return FilePart(image.id, TYPES[image.body["format"]], content)
    message = f"Failed to download image from {short(url)}." if url else "No image_url and no file_id."
    raise ApiError(400, message, param=param, code="invalid_image_url")
