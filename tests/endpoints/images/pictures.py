"""Pictures to send, and the SDK that sends them."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

from PIL import Image

from fakeai_proxy.synth.image import encoded

Sent = tuple[str, bytes, str]


def png(size: tuple[int, int] = (64, 64), colour: Any = "red", mode: str = "RGB") -> Sent:
    """As the SDK takes a file."""
    return "a.png", encoded(Image.new(mode, size, colour), "png"), "image/png"


def mask(size: tuple[int, int] = (64, 64)) -> Sent:
    """The upper half is open."""
    image = Image.new("RGBA", size, "black")
    image.paste((0, 0, 0, 0), (0, 0, size[0], size[1] // 2))
    return "mask.png", encoded(image, "png"), "image/png"


def read(content: str) -> Image.Image:
    """Base64."""
    return Image.open(BytesIO(base64.b64decode(content, validate=True)))
