"""The words of a prompt on a picture."""

from __future__ import annotations

import re
from textwrap import wrap
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

LINES, LETTERS = 4, 22
"""Of what is written: lines, and letters of a line."""
READ = 400
"""Characters of a prompt that are looked at."""
ACCENTS = re.compile("[\u0300-\u036f]")
WRITABLE = re.compile(r"[!-~]+")
"""What the font that Pillow brings has glyphs for."""


def letter(image: Image.Image, prompt: str) -> None:
    """Write the beginning of `prompt` on `image`, without accents; other scripts are left out."""
    plain = ACCENTS.sub("", normalize("NFKD", prompt[:READ]))
    words = " ".join(WRITABLE.findall(plain))
    lines = wrap(words, LETTERS, max_lines=LINES, placeholder=" ...")
    if not lines:
        return
    height = max(image.width // 16, 8)
    font = ImageFont.load_default(height)
    draw, at = ImageDraw.Draw(image), (image.width / 2, image.height - height)
    text, edge = "\n".join(lines), max(height // 12, 1)
    draw.multiline_text(at, text, "white", font, "md", align="center", stroke_width=edge, stroke_fill="black")
