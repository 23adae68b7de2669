"""What goes upstream where it is not what the client sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mitmproxy import http

from fakeai_proxy.chaos.settings import HEADER
from fakeai_proxy.core.exchange import Request

HOP = ("host", "content-length", "transfer-encoding", "content-encoding")
"""Headers that speak of the message on its way; mitmproxy keeps the first three right."""


def change(request: http.Request, asked: Request | None) -> None:
    """Make `request` say what is `asked`, if that is another; what it asks of us, it asks nobody else."""
    request.headers.pop(HEADER, None)
    if asked is None:
        return
    request.method = asked.method
    request.path = f"{asked.path}?{asked.query}" if asked.query else asked.path
    kept = [field for field in request.headers.fields if field[0].decode("latin-1").lower() in HOP[:3]]
    told = [(encoded(name), encoded(value)) for name, value in asked.headers if name not in HOP]
    request.headers = http.Headers([*kept, *told])
    request.content = asked.body


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def redirect(request: http.Request, upstream: str) -> None:
    """Aim `request` at the base URL `upstream`, whose path goes in front of the request's own.

    A base URL may end in the segment that the request begins with (`/v1`): it is there once.
    """
    target = urlsplit(upstream)
    request.scheme = target.scheme
    request.host = target.hostname or request.host
    request.port = target.port or (443 if target.scheme == "https" else 80)
    request.host_header = target.netloc
    request.path = joined(target.path.rstrip("/"), request.path)


def joined(base: str, path: str) -> str:
    """`base` and `path`; a segment in which one ends and the other begins is there once."""
    front, slash, last = base.rpartition("/")
    once = slash and re.split("[/?]", path.removeprefix("/"))[0] == last
    return (front if once else base) + path
