"""How a reply breaks off on the wire, one function a kind of `Abort`.

close    HTTP/1.1: close_notify, FIN      HTTP/2: RST_STREAM(INTERNAL_ERROR)
reset    TCP RST
silent   FIN alone
stream   HTTP/1.1: as close               HTTP/2: RST_STREAM(code)
goaway   HTTP/1.1: as close               HTTP/2: GOAWAY(code, last_stream), close_notify, FIN
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mitmproxy import connection
from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.layers.http import HttpLayer, ResponseProtocolError, SendHttp
from mitmproxy.proxy.layers.http._http2 import Http2Server
from mitmproxy.proxy.layers.tls import ClientTLSLayer

from fakeai_proxy.core.steps import Abort, AbortKind

from .compat import KILL

if TYPE_CHECKING:
    from .limits import LimitedStream

Commands = layer.CommandGenerator[None]


def break_off(stream: LimitedStream, abort: Abort) -> Commands:
    """End what `stream` says to its client, as `abort` has it."""
    yield from KINDS[abort.how](stream, abort)


def close(stream: LimitedStream, _: Abort) -> Commands:
    if http2_of(stream) is None:
        yield from say_goodbye(stream)
    yield killed(stream)


def reset(stream: LimitedStream, _: Abort) -> Commands:
    stream.stage.reset(stream.context)
    yield killed(stream)


def silent(stream: LimitedStream, _: Abort) -> Commands:
    yield from finish(stream)


def reset_stream(stream: LimitedStream, abort: Abort) -> Commands:
    http2 = http2_of(stream)
    if http2 is None:
        yield from close(stream, abort)
    elif not http2.is_closed(stream.stream_id):
        http2.h2_conn.reset_stream(stream.stream_id, abort.code)
        yield commands.SendData(stream.context.client, http2.h2_conn.data_to_send())


def goaway(stream: LimitedStream, abort: Abort) -> Commands:
    http2 = http2_of(stream)
    if http2 is None:
        yield from close(stream, abort)
        return
    last = stream.stream_id if abort.last_stream is None else abort.last_stream
    http2.h2_conn.close_connection(abort.code, last_stream_id=last)
    yield commands.SendData(stream.context.client, http2.h2_conn.data_to_send())
    yield from say_goodbye(stream)
    yield from finish(stream)


KINDS: Mapping[AbortKind, Callable[[LimitedStream, Abort], Commands]] = {
    "close": close,
    "reset": reset,
    "silent": silent,
    "stream": reset_stream,
    "goaway": goaway,
}


def finish(stream: LimitedStream) -> Commands:
    """End TCP by FIN. An HTTP/2 client speaks unasked: what still comes is read, or it would be told RST."""
    http2 = http2_of(stream)
    if http2 is not None and (said := http2.h2_conn.data_to_send()):
        yield commands.SendData(stream.context.client, said)
    if http2 is None or not stream.stage.finish(stream.context):
        yield commands.CloseConnection(stream.context.client)
        return
    for command in http2.close_connection("ended by fakeai_proxy"):  # nobody hears the other streams now
        if not isinstance(command, commands.CloseConnection):
            yield command
    http2.h2_conn.data_to_send = nothing  # what was read with the request is being answered still
    http2._handle_event = until_closed(stream.context.client)  # type: ignore[method-assign,assignment]


def nothing(amount: int | None = None) -> bytes:
    """What a connection has to say after its FIN."""
    return b""


def until_closed(client: connection.Client) -> Callable[[events.Event], Commands]:
    """The state of a connection on which nothing is said any more: what comes is for nobody."""

    def handle(event: events.Event) -> Commands:
        if isinstance(event, events.ConnectionClosed):
            yield commands.CloseConnection(client)

    return handle


def killed(stream: LimitedStream) -> SendHttp:
    return SendHttp(ResponseProtocolError(stream.stream_id, "aborted", KILL), stream.context.client)


def http2_of(stream: LimitedStream) -> Http2Server | None:
    """The HTTP/2 connection that carries `stream`, if one does."""
    layers = stream.context.layers
    above = layers[layers.index(stream) - 1]
    assert isinstance(above, HttpLayer)
    found = above.connections[stream.context.client]
    return found if isinstance(found, Http2Server) else None


def say_goodbye(stream: LimitedStream) -> Commands:
    """The close_notify of TLS, which mitmproxy leaves out (RFC 8446, section 6.1)."""
    for above in reversed(stream.context.layers):
        if isinstance(above, ClientTLSLayer):
            above.tls.shutdown()
            yield commands.SendData(stream.context.client, b"")  # takes along what TLS has to say
            return
