"""A capture made of what other tools keep of an exchange."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fakeai_proxy.cassette.interaction import Capture, Chunk, Ending, Said
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers

PORTS = {"http": 80, "https": 443}
PLAIN = {"ws": "http", "wss": "https"}
"""How some tools write the scheme of a WebSocket, and what its handshake is asked by."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds since 1970-01-01 UTC, and ns after that."""

    started_at: float = 0.0
    head_ns: int = 0
    end_ns: int = 0


def asked(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> Request:
    """A request by its whole address. Raises ValueError for one that is not of HTTP."""
    parts = urlsplit(url)
    scheme = PLAIN.get(parts.scheme, parts.scheme)
    if scheme not in PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is not an http or https address")
    return Request(
        method=method.upper(),
        path=parts.path or "/",
        host=parts.hostname,
        query=parts.query,
        headers=lowered(headers),
        body=body,
        scheme=scheme,
        port=parts.port or PORTS[scheme],
    )


def captured(
    order: int,
    request: Request,
    head: Head,
    chunks: Iterable[Chunk],
    times: Times,
    end: Ending = "complete",
    messages: tuple[Said, ...] = (),
    trailers: Headers = (),
) -> Capture:
    """The exchange that came as number `order`; one with `messages` is of a WebSocket."""
    return Capture(
        request=request,
        order=order,
        replace=None,
        started_at=times.started_at,
        head=head,
        head_ns=times.head_ns,
        chunks=tuple(chunk for chunk in chunks if chunk.body),
        end=end,
        end_ns=max(times.end_ns, *(one.ns for one in messages), 0),
        kind="ws" if messages else None,
        messages=messages,
        trailers=trailers,
    )


def lowered(headers: Iterable[tuple[str, str]]) -> Headers:
    """Names in lower case, without those of HTTP/2 that begin with a colon."""
    return tuple((name.lower(), value) for name, value in headers if not name.startswith(":"))


def plain(headers: Headers) -> Headers:
    """Of a reply whose body is decoded already."""
    return tuple(pair for pair in headers if pair[0] not in ("content-encoding", "transfer-encoding"))
