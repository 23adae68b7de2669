"""The shape of the host patterns that settings take."""

from __future__ import annotations

import re

PATTERN = re.compile(r"[a-z0-9_*]([a-z0-9_.*-]*[a-z0-9_*])?(:(?P<port>\d{1,5}))?")


def host_pattern(text: str) -> str:
    """`text` in lower case. Raises ValueError where it is not HOST or HOST:PORT (`*` is a wildcard)."""
    found = PATTERN.fullmatch(text.lower())
    if not found or not 0 < int(found["port"] or 1) < 65536:
        raise ValueError(f"'{text}' is not a host; write api.example.com, *.example.com or localhost:8001")
    return text.lower()
