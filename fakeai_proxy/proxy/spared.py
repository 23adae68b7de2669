"""What mitmproxy does at each request for nothing, left out.

40 us   the check of the type of each field of a message; mitmproxy has it only where `__debug__` is true
15 us   a new Server, with a UUID, in each copy of a context, which is given another one at once
15 us   the second write of a response that is there whole, head and body
"""

from __future__ import annotations

from collections.abc import Iterator

from mitmproxy import http
from mitmproxy.net.http.http1 import assemble_response_head
from mitmproxy.proxy import commands
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpEvent, ResponseData, ResponseHeaders
from mitmproxy.proxy.layers.http._http1 import Http1Server

_send = Http1Server.send
SENT = "fakeai_sent"
"""Attribute of a server: the body that went out with its head, and is not to go out again."""


def spare() -> None:
    """For the rest of this process."""
    http.MessageData.__post_init__ = _unchecked  # type: ignore[method-assign]
    Context.fork = _fork  # type: ignore[method-assign, assignment]
    Http1Server.send = _send_whole  # type: ignore[method-assign, assignment]


def _unchecked(data: http.MessageData) -> None:
    """What `python -O` makes of the check."""


def _fork(context: Context) -> Context:
    """The same as mitmproxy's, without `Context.__init__`."""
    fork = object.__new__(Context)
    fork.__dict__.update(context.__dict__)
    fork.layers = context.layers.copy()
    return fork


def _send_whole(server: Http1Server, event: HttpEvent) -> Iterator[commands.Command]:
    """Mitmproxy's, but a body that is known with its head goes out with it."""
    if isinstance(event, ResponseData) and event.data is vars(server).pop(SENT, None):
        return
    if not isinstance(event, ResponseHeaders) or (body := body_of(event.response)) is None:
        yield from _send(server, event)
        return
    assert event.stream_id == server.stream_id
    server.response, vars(server)[SENT] = event.response, body
    yield commands.SendData(server.conn, assemble_response_head(event.response) + body)


def body_of(response: http.Response) -> bytes | None:
    """The body, if it is there whole and HTTP/1 needs no framing for it."""
    framed = any(name.lower() == b"transfer-encoding" for name, _ in response.headers.fields)
    return None if framed or response.is_http2 or response.is_http3 else response.raw_content or None
