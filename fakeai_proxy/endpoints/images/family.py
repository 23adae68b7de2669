"""What each family of image models takes, and what a picture costs it."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import NamedTuple

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.wire.images import DrawingRequest
from fakeai_proxy.wire.wording import listed

from .sizes import Bounds, Size
from .tokens import by_area, by_cells, by_pixels

DEFAULT, DEFAULT_GPT = "dall-e-2", "gpt-image-1.5"
"""Models of requests that name none."""
OLD = ("response_format", "style")
"""Parameters that GPT image models do not know."""
NEW = ("background", "moderation", "output_compression", "output_format", "partial_images", "stream")
"""Those that DALL-E does not know; a request with one of them that names no model is to a GPT image model."""
FREE = Bounds(step=16, longest=3_840, ratio=3, least=655_360, most=8_294_400)
"""https://platform.openai.com/docs/guides/image-generation"""
OPEN = Bounds(step=8, longest=4_096, ratio=16, least=64 * 64, most=8_294_400)
"""Of models that others serve; they differ."""


class Family(NamedTuple):
    """One family of models."""

    names: tuple[str, ...]
    """Patterns of their ids."""
    sizes: tuple[str, ...]
    """Beside which there may be others, by `bounds`."""
    qualities: tuple[str, ...]
    """The first is the default."""
    tokens: Callable[[Size, str], int]
    """Output tokens of a picture of a quality, or the work of as many."""
    bounds: Bounds | None = None
    most: int = 10
    """Pictures of one request."""
    prompt: int = 32_000
    """Characters."""
    gpt: bool = False
    """Answers in base64 with an account of tokens; else as an URL, unless asked otherwise."""
    unknown: tuple[str, ...] = ()
    """Parameters that it refuses."""
    edits: bool = True
    varies: bool = False
    simple: bool = False
    """Pictures that it is given are square, PNG, and below 4 MB."""


PAIRS = ("1024x1024", "1024x1536", "1536x1024")
GRADES = ("medium", "low", "high")
FAMILIES: tuple[Family, ...] = (
    Family(
        ("dall-e-2",), ("1024x1024", "256x256", "512x512"), ("standard",), by_pixels,
        prompt=1_000, unknown=NEW, varies=True, simple=True,
    ),
    Family(
        ("dall-e-3",), ("1024x1024", "1024x1792", "1792x1024"), ("standard", "hd"), by_pixels,
        most=1, prompt=4_000, unknown=NEW, edits=False,
    ),
    Family(("gpt-image-1*", "chatgpt-image-*"), PAIRS, GRADES, by_cells, gpt=True, unknown=OLD),
    Family(("gpt-image-2", "gpt-image-2-*"), PAIRS, GRADES, by_area, FREE, gpt=True, unknown=OLD),
    Family(("gpt-image-*",), PAIRS, (*GRADES, "xhigh", "max"), by_area, FREE, gpt=True, unknown=OLD),
    Family(("*",), PAIRS, ("standard", "hd", "low", "medium", "high"), by_pixels, OPEN, varies=True),
)  # fmt: skip
"""The first whose pattern fits counts."""


def family_of(body: DrawingRequest, catalog: Catalog) -> tuple[Model, Family]:
    """The model that `body` asks. Raises ApiError 400 where it makes no pictures."""
    new = any(getattr(body, name, None) is not None for name in NEW)
    model = catalog.use(body.model or (DEFAULT_GPT if new else DEFAULT))
    if model.kind != "image" and is_hosted(model):
        names = [f"'{name}'" for name in ("gpt-image-2", "gpt-image-1.5", "dall-e-3", "dall-e-2")]
        message = f"Invalid value: '{model.id}'. Value must be one of {listed(names)}."
        raise ApiError(400, message, param="model", code="invalid_value")
    return model, next(one for one in FAMILIES if any(fnmatchcase(model.id, name) for name in one.names))
