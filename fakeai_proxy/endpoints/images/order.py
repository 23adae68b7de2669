"""What is asked for, once it is known that the model does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire.images import DrawingRequest, Format, ImageUsage, PaintingRequest, Rendering
from fakeai_proxy.wire.wording import listed

from .family import Family
from .sizes import Size, fitting, size_of
from .tokens import FRAME, read


class Order(NamedTuple):
    """Pictures to make."""

    model: Model
    family: Family
    size: Size
    quality: str
    number: int
    """How many."""
    format: Format = "png"
    compression: int = 100
    transparent: bool = False
    prompt: str = ""
    sizes: Sequence[Size] = ()
    """Of the pictures that came with the request."""
    faithful: bool = False
    """They are read at high fidelity."""

    @property
    def work(self) -> int:
        """Tokens of one picture."""
        return self.family.tokens(self.size, self.quality)

    @property
    def rendering(self) -> Rendering:
        return {
            "background": "transparent" if self.transparent else "opaque",
            "output_format": self.format,
            "quality": self.quality,
            "size": str(self.size),
        }

    @property
    def usage(self) -> ImageUsage:
        """Tokens of all pictures together; the prompt is read for each."""
        words = tokenizer(self.model.encoding, self.model.token_factor)
        text = (FRAME + words.count(self.prompt)) * self.number
        pictures, written = read(self.sizes, self.faithful) * self.number, self.work * self.number
        return {
            "input_tokens": text + pictures,
            "input_tokens_details": {"text_tokens": text, "image_tokens": pictures},
            "output_tokens": written,
            "total_tokens": text + pictures + written,
        }


def painting(body: PaintingRequest, model: Model, family: Family, sizes: Sequence[Size] = ()) -> Order:
    """The order in `body`. Raises ApiError 400 where `family` does not do it."""
    refuse(body, family)
    transparent = body.background == "transparent"
    format = body.output_format or "png"
    if transparent and format == "jpeg":
        message = "Transparent background is not supported for the 'jpeg' output format. Use 'png' or 'webp'."
        raise ApiError(400, message, param="background", code="invalid_value")
    order = drawing(body, model, family, fitting(body.prompt, sizes[0] if sizes else None))
    return order._replace(
        quality=quality_of(body.quality, family),
        format=format,
        compression=100 if body.output_compression is None else max(body.output_compression, 1),
        transparent=transparent,
        prompt=body.prompt,
        sizes=sizes,
        faithful=getattr(body, "input_fidelity", None) == "high" or family.bounds is not None,
    )


def drawing(body: DrawingRequest, model: Model, family: Family, auto: Size) -> Order:
    """What all requests have in common."""
    count = body.n or 1
    if count > family.most:
        message = f"You must provide n={family.most} for this model."
        raise ApiError(400, message, param="n", code="invalid_value")
    size = size_of(body.size, family.sizes, family.bounds, auto if family.gpt else None)
    return Order(model, family, size, family.qualities[0], count)


def refuse(body: PaintingRequest, family: Family) -> None:
    """Raise ApiError 400 for a parameter that `family` does not know, and for a prompt that is too long."""
    for name in family.unknown:
        if getattr(body, name, None) is not None:
            raise ApiError(400, f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    if len(body.prompt) > family.prompt:
        raise ApiError(
            400,
            f"Invalid 'prompt': string too long. Expected a string with maximum length {family.prompt}, "
            f"but got a string with length {len(body.prompt)} instead.",
            param="prompt",
            code="string_above_max_length",
        )


def quality_of(asked: str | None, family: Family) -> str:
    if asked in (None, "auto"):
        return family.qualities[0]
    if asked not in family.qualities:
        names = listed([f"'{one}'" for one in (*sorted(family.qualities), "auto")])
        message = f"Invalid value: '{asked}'. Supported values are: {names}."
        raise ApiError(400, message, param="quality", code="invalid_value")
    return asked
