"""Pictures that a response paints, or edits where there is one to edit already."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from PIL.Image import Image

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.images.delivery import written
from fakeai_proxy.endpoints.images.family import DEFAULT_GPT, family_of
from fakeai_proxy.endpoints.images.order import Order, painting
from fakeai_proxy.endpoints.images.sizes import Size
from fakeai_proxy.endpoints.responses.items import Item
from fakeai_proxy.endpoints.responses.written import Written
from fakeai_proxy.synth.image import Unreadable, decoded, edited, encoded, paint, preview
from fakeai_proxy.wire.images import GenerationRequest
from fakeai_proxy.wire.validation import validate

from .scene import Scene

TAKEN = (
    *("background", "model", "moderation", "output_compression", "output_format", "partial_images"),
    *("quality", "size"),
)
"""Fields of the tool that requests for pictures have too."""


def calls(tool: Mapping[str, Any], scene: Scene) -> Iterator[Written]:
    """One picture of what the user asked for. Raises ApiError 400 for what its model does not do."""
    given = None if tool.get("action") == "generate" else latest(scene.items)
    order, previews = order_of(tool, scene, given)
    picture = paint(order.prompt, order.size, scene.rng, transparent=order.transparent)
    if given is not None:
        picture = edited(given, picture)
    exchange = scene.context.exchange
    exchange.images, exchange.image_size = exchange.images + 1, str(order.size)
    exchange.image_source = "image.generation" if given is None else "image.edit"
    item = {
        "id": scene.id("image_generation_call"),
        "type": "image_generation_call",
        "status": "completed",
        "action": "generate" if given is None else "edit",
        **order.rendering,
        "revised_prompt": order.prompt,
        "result": b64encode(written(picture, order)).decode(),
    }
    coarse = (preview(picture, index, previews) for index in range(previews))
    pieces = (b64encode(encoded(one, order.format, order.compression)).decode() for one in coarse)
    yield Written(item, tuple(pieces))


def order_of(tool: Mapping[str, Any], scene: Scene, given: Image | None) -> tuple[Order, int]:
    """What is to be painted, and in how many previews."""
    asked = {name: tool[name] for name in TAKEN if tool.get(name) is not None}
    try:
        body = validate(
            GenerationRequest, {"model": DEFAULT_GPT, **asked, "prompt": scene.query or "?"}, strict=False
        )
        model, family = family_of(body, scene.context.services.catalog)
        order = painting(body, model, family, [] if given is None else [Size(*given.size)])
    except ApiError as error:
        param = f"tools[{scene.at}].{error.param}"
        raise ApiError(error.status, error.message, param=param, code=error.code) from None
    return order, body.partial_images or 0


def latest(items: Iterable[Item]) -> Image | None:
    """The last picture that was painted or shown in the conversation, as far as it can be read."""
    for content in shown_in(items):
        with suppress(Unreadable, Error, ValueError):
            return decoded(b64decode(content, validate=True))
    return None


def shown_in(items: Iterable[Item]) -> Iterator[str]:
    """Pictures in base64, the latest first; nothing is fetched that an URL leads to."""
    for item in reversed([*items]):
        if item["type"] == "image_generation_call" and item.get("result"):
            yield item["result"]
        parts = item.get("content")
        for part in reversed(parts if isinstance(parts, list) else []):
            head, mark, content = str(part.get("image_url") or "").partition(";base64,")
            if mark and head.startswith("data:image/"):
                yield content
