"""One JSON object a line, the same bytes on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

UNSEEN = re.compile("[\ud800-\udfff\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Halves of pairs, which UTF-8 has not; and what a reviewer would not see, or in another order."""


def line(record: Mapping[str, Any]) -> bytes:
    """`record` in UTF-8, its members in their order. Characters that cannot be seen are escaped."""
    text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
    return UNSEEN.sub(_escaped, text).encode() + b"\n"


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def record(text: bytes) -> dict[str, Any]:
    """What `line` was given. Raises ValueError when it is not one JSON object."""
    value = json.loads(text)
    if not isinstance(value, dict) or not value:
        raise ValueError("is not a JSON object with members")
    return value
