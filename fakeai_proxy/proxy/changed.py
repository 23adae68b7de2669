"""What goes upstream where it is not what the client sent."""

from __future__ import annotations

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
