"""The two shapes of address that settings take: a host pattern and a base URL."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PATTERN = re.compile(r"[a-z0-9_*]([a-z0-9_.*-]*[a-z0-9_*])?(:(?P<port>\d{1,5}))?")


def host_pattern(text: str) -> str:
    """`text` in lower case. Raises ValueError where it is not HOST or HOST:PORT (`*` is a wildcard)."""
    found = PATTERN.fullmatch(text.lower())
    if not found or not 0 < int(found["port"] or 1) < 65536:
        raise ValueError(f"'{text}' is not a host; write api.example.com, *.example.com or localhost:8001")
    return text.lower()


def upstream_url(text: str) -> str:
    """`text` without a final slash. Raises ValueError where it is not http(s)://HOST[:PORT][/PATH]."""
    try:
        url = urlsplit(text)
        url.port  # noqa: B018 - a property that raises
    except ValueError:
        raise ValueError("not a URL; write http://127.0.0.1:8001") from None
    if url.username is not None or url.password is not None:
        raise ValueError("holds a user name or password; leave them out, clients send their own key")
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise ValueError("not a base URL; write http://127.0.0.1:8001")
    return text.rstrip("/")
