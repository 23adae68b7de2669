"""Images, sound and files inside JSON by the hash of their bytes, however these were written."""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from typing import Any

MENTIONED = re.compile(rb';base64,|"(?:data|file_data|b64_json)":"')
URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,", re.IGNORECASE)
NAMES = frozenset(("data", "file_data", "b64_json"))
STANDARD = str.maketrans("-_", "+/")


def hashed(holder: dict[str, Any] | None, name: str, text: str) -> str:
    """A `Change`: `data:` URLs and base64 members become `<image/png sha256:...>`; other texts stay."""
    found = URL.match(text)
    if not found and (holder is None or name not in NAMES):
        return text
    content = _decoded(text[found.end() :] if found else text)
    if content is None:
        return text
    kind = f"{found[1].lower()} " if found and found[1] else ""
    return f"<{kind}sha256:{sha256(content).hexdigest()}>"


def _decoded(text: str) -> bytes | None:
    """Without line ends, of either alphabet, padded or not."""
    packed = "".join(text.split()).translate(STANDARD).rstrip("=")
    try:
        return b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except ValueError:
        return None
