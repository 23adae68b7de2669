"""The operations of `/images`. They take some 50 ms a picture, so they are called in a thread."""

from __future__ import annotations

import numpy as np
from PIL.Image import Image

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.synth.image import edited, paint, varied
from fakeai_proxy.telemetry.exchange import ImageSource
from fakeai_proxy.wire import images as wire

from .delivery import Wish, delivered
from .family import Family, family_of
from .given import mask_of, pictures_of
from .order import Order, drawing, painting
from .references import files_of, mask_file
from .sizes import Size

REVISED = (
    "A detailed, {manner} picture: {prompt}",
    "{prompt}, shown in a {manner} style with soft light and much detail",
    "Imagine {prompt}. The picture is {manner}, and rich in texture and colour",
)
"""How dall-e-3 rewrites a prompt."""
VIVID, NATURAL = "dramatic, hyper-real", "calm, natural"


def generate(body: wire.GenerationRequest, context: Context) -> Reply:
    """Pictures of a prompt: whole, as URLs, or as a stream with previews."""
    model, family = asked_of(body, context)
    order, vivid = painting(body, model, family), body.style != "natural"
    wish = wish_of(body, family, "image.generation")
    if model.id == "dall-e-3":
        wish = wish._replace(revised=revised(order.prompt, vivid, context.rng))
    pictures = (painted(order, context.rng, vivid) for _ in range(order.number))
    return delivered(order, pictures, wish, context)


def edit(body: wire.EditRequest, context: Context) -> Reply:
    """Pictures with something new in them: where a mask is transparent, else all over."""
    model, family = asked_of(body, context)
    if not family.edits:
        raise not_for(model)
    given = pictures_of(files_of(body, context), family)
    mask = mask_of(mask_file(body, context), given[0])
    order = painting(body, model, family, [Size(*one.size) for one in given])
    pictures = (edited(given[0], painted(order, context.rng), mask) for _ in range(order.number))
    return delivered(order, pictures, wish_of(body, family, "image.edit"), context)


def vary(body: wire.VariationRequest, context: Context) -> Reply:
    """Pictures that are like another."""
    model, family = asked_of(body, context)
    if not family.varies:
        raise not_for(model)
    [given] = pictures_of([body.image], family)
    order = drawing(body, model, family, Size(*given.size))
    pictures = (varied(given, order.size, context.rng) for _ in range(order.number))
    wish = Wish("image.variation", link=body.response_format != "b64_json")
    return delivered(order, pictures, wish, context)


def asked_of(body: wire.DrawingRequest, context: Context) -> tuple[Model, Family]:
    """The model that is asked, which telemetry is told of."""
    model, family = family_of(body, context.services.catalog)
    context.exchange.model = model.id
    return model, family


def painted(order: Order, rng: np.random.Generator, vivid: bool = True) -> Image:
    return paint(order.prompt, order.size, rng, transparent=order.transparent, vivid=vivid)


def wish_of(body: wire.PaintingRequest, family: Family, source: ImageSource) -> Wish:
    return Wish(
        source,
        link=not family.gpt and body.response_format != "b64_json",
        stream=bool(body.stream),
        previews=body.partial_images or 0,
        safety_identifier=body.safety_identifier or body.user or "",
    )


def revised(prompt: str, vivid: bool, rng: np.random.Generator) -> str:
    """`prompt` in more words."""
    form = REVISED[int(rng.integers(len(REVISED)))]
    return form.format(prompt=prompt.strip().rstrip("."), manner=VIVID if vivid else NATURAL) + "."


def not_for(model: Model) -> ApiError:
    message = f"Invalid value: '{model.id}'. Value must be 'dall-e-2'."
    return ApiError(400, message, param="model", code="invalid_value")
