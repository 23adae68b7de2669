"""Where a word begins, in plain text, in JSON text and in percent-encoded text."""

from __future__ import annotations

import re

ESCAPE = re.compile(rb"(?:\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})\Z")
"""Letters and digits before a credential that are not part of a word: of a JSON `\\n`, of `%20`."""
BLOB = re.compile(rb"[A-Za-z0-9_-]{48}\Z")
"""Before a `-` or `_`: base64url, which holds any short sequence sooner or later."""
MIXED = (re.compile(rb"[a-z]"), re.compile(rb"[A-Z]"), re.compile(rb"[0-9]"))


def begins(text: bytes, at: int) -> bool:
    """Not inside a word, nor inside base64url."""
    before = text[at - 1 : at]
    if before.isalnum():
        return not text[at : at + 1].isalnum() or ESCAPE.search(text, max(at - 6, 0), at) is not None
    if before in (b"-", b"_"):
        run = BLOB.search(text, max(at - 48, 0), at)
        return run is None or not all(kind.search(run[0]) for kind in MIXED)
    return True
