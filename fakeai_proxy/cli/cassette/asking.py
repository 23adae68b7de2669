"""Asks an upstream, and notes when each piece of its reply came."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic_ns
from typing import NamedTuple
from urllib.parse import urlsplit

from fakeai_proxy.cassette.foreign.captured import PORTS, Times, captured
from fakeai_proxy.cassette.interaction import Capture, Chunk, Ending
from fakeai_proxy.core.clock import SystemClock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers

READ = 65_536
CONNECTIONS: dict[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}


class Upstream(NamedTuple):
    """Where to ask: a base URL, taken apart."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @classmethod
    def parse(cls, url: str) -> Upstream:
        """Raises SettingsError for what is no base URL of http or https."""
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in PORTS or not parts.hostname or port == -1:
            raise SettingsError(
                f"'{url}' is no base URL, such as https://api.openai.com or http://127.0.0.1:8000"
            )
        return cls(parts.scheme, parts.hostname, port or PORTS[parts.scheme], parts.path.rstrip("/"))

    def target(self, request: Request) -> str:
        """What the request line says; a segment in which one ends and the other begins is there once."""
        path = request.path
        if self.path:
            from fakeai_proxy.proxy.changed import joined

            path = joined(self.path, path)
        return f"{path}?{request.query}" if request.query else path


class NoAnswerError(Exception):
    """Nobody answered; the message says why."""


def ask(request: Request, upstream: Upstream, patience: float) -> Capture:
    """The exchange. `patience`: seconds without a byte. Environment proxies are not asked.

    Raises NoAnswerError where there is not even a head.
    """
    connection = CONNECTIONS[upstream.scheme](upstream.host, upstream.port, timeout=patience)
    started, begun = SystemClock().wall(), monotonic_ns()
    try:
        connection.request(
            request.method, upstream.target(request), request.body or None, dict(request.headers)
        )
        reply = connection.getresponse()
        head_ns = monotonic_ns() - begun
        chunks, end = _read(reply, begun)
        times = Times(started, head_ns, monotonic_ns() - begun)
        return captured(0, request, Head(reply.status, _headers(reply)), chunks, times, end)
    except (OSError, HTTPException) as failure:
        raise NoAnswerError(
            f"{upstream.host}:{upstream.port}: {str(failure) or type(failure).__name__}"
        ) from failure
    finally:
        connection.close()


def _read(reply: HTTPResponse, begun: int) -> tuple[list[Chunk], Ending]:
    """Piece by piece, as they come; what broke off is kept."""
    chunks = list[Chunk]()
    try:
        while piece := reply.read1(READ):
            chunks.append(Chunk(monotonic_ns() - begun, piece))
    except (OSError, HTTPException):
        return chunks, "upstream_reset"
    return chunks, "upstream_reset" if reply.length else "complete"


def _headers(reply: HTTPResponse) -> Headers:
    return tuple((name.lower(), value) for name, value in reply.getheaders())
