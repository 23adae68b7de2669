"""A text as a model streams it: word by word."""

from __future__ import annotations

import re

WORD = re.compile(r"\s*\S+|\s+\Z")


def words(text: str) -> list[str]:
    """Pieces that are `text` when they are put together; none of nothing."""
    return WORD.findall(text)
