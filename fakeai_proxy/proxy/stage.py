"""What the addon decided, waiting for the stream that plays it; and the sockets the stream may touch."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mitmproxy import ctx, http
from mitmproxy.connection import Connection
from mitmproxy.proxy import commands
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpRequestHook
from mitmproxy.proxy.server import ConnectionHandler

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.exchange import Injected, Session, provider_of
from fakeai_proxy.core.steps import Headers, Reply
from fakeai_proxy.core.transform import Pipeline

from .alarm import Alarm
from .connection_faults import FAULT, ConnectionFaults
from .fetching import Fetching
from .hooks import HookTable
from .listening import Listening
from .reset import reset
from .source import Source
from .timers import Timers
from .turnstile import Turnstile

PROVIDER = "fakeai_provider"
"""Metadata of a flow that was forwarded: the host the app asked, which may not be where it went."""
ADMIN = "fakeai_admin"
"""Metadata of a flow that asks about the proxy itself."""
FAILURE = "fakeai_failure"
"""Metadata of a flow whose reply only says that there is none: what failed, upstream or we."""
LINGER = 1.0
"""Seconds from the last word to a client to the end of listening to it."""
NARROW = 128 * 1024
"""Bytes of a socket's receive buffer: two segments of the loopback device. Into less than one TCP sends in
drips, every 200 ms, for as long as the connection lasts."""
FAILED = "The proxy failed to answer this request; it was not sent upstream. See its log."


class Stage:
    """Per flow id: a reply, a pipeline or a session. Each is taken once, by the flow's own stream."""

    def __init__(
        self,
        ours: Callable[[http.HTTPFlow], bool],
        max_request_size: Callable[[], int],
        answers: Callable[[HttpRequestHook], bool] = lambda hook: False,
        oversized: Callable[[str], None] = lambda peer: None,
    ) -> None:
        """answers: whether a request was answered there and then, so that the hook need not be run.

        oversized: told the address that a body over the limit comes from.
        """
        self.replies: dict[str, Reply] = {}
        self.pipelines: dict[str, Pipeline] = {}
        self.sessions: dict[str, Session] = {}
        self.injected: dict[str, Injected] = {}
        self.turnstile, self.timers = Turnstile(), Timers(lambda: self.faults.look())
        self.listening: dict[str, Listening] = {}
        """Who hears the messages of WebSockets that are relayed."""
        self.live: dict[str, Callable[[], None]] = {}
        """How to close each reply that is passing through a pipeline, by flow id."""
        self.faults, self.fetching = ConnectionFaults(), Fetching({})
        self.bases: dict[str, str] = {}
        """The base URL that a client asks, by the id of its connection."""
        self.ours, self.max_request_size, self.answers = ours, max_request_size, answers
        self.oversized = oversized

    def close_live(self) -> None:
        """End what still passes through pipelines, so that recorders hand over what they have."""
        for close in [*self.live.values(), *(one.close for one in self.listening.values())]:
            close()

    def take(self, flow: http.HTTPFlow) -> Source | None:
        """What was decided for `flow`; the session of one that takes none is dropped."""
        self.sessions.pop(flow.id, None)
        reply, pipeline = self.replies.pop(flow.id, None), self.pipelines.pop(flow.id, None)
        return None if reply is None and pipeline is None else Source(reply, pipeline)

    def switches(self, flow: http.HTTPFlow) -> bool:
        """Upstream has accepted the WebSocket of `flow`: its pipeline hears messages, and changes nothing."""
        pipeline = self.pipelines.get(flow.id)
        return pipeline is not None and flow.response is not None and flow.response.status_code == 101

    def listen(self, flow: http.HTTPFlow) -> None:
        """A WebSocket begins; those who listen to it are told all that both sides say."""
        pipeline = self.pipelines.pop(flow.id, None)
        if pipeline:
            self.listening[flow.id] = Listening(flow, pipeline)

    def heard(self, flow: http.HTTPFlow) -> None:
        """The last message of `flow`."""
        if flow.id in self.listening:
            self.listening[flow.id].heard()

    def unlisten(self, flow: http.HTTPFlow) -> None:
        """Its WebSocket has ended."""
        if listening := self.listening.pop(flow.id, None):
            listening.end()

    def over(self, flow: http.HTTPFlow) -> None:
        """`flow` is not live any more: faults that came to nothing are not kept with it."""
        self.live.pop(flow.id, None)
        if injected := self.injected.pop(flow.id, None):
            flow.metadata[FAULT] = injected.fault
            if not injected.fault:
                del flow.metadata[FAULT]

    def expects(self, flow: http.HTTPFlow) -> bool:
        """A reply waits for `flow`."""
        return flow.id in self.replies

    def hears(self, hook: commands.StartHook) -> bool:
        """Some addon listens to `hook`; without a table of listeners, any may."""
        addons = ctx.master.addons
        return not isinstance(addons, HookTable) or addons.hears(hook)

    def failed(self, flow: http.HTTPFlow, failure: Exception) -> Reply:
        """What the client reads when our own code failed."""
        if isinstance(failure, ApiError):
            return error_reply(failure, provider(flow))
        flow.metadata[FAILURE] = "proxy"
        return error_reply(ApiError(500, FAILED), provider(flow))

    def upstream_failed(self, flow: http.HTTPFlow, why: str) -> Reply:
        """What the client reads when upstream could not be reached or broke before its head."""
        flow.metadata[FAILURE] = "upstream"
        return error_reply(ApiError(502, f"Upstream failed: {why}"), provider(flow))

    def too_large(self, flow: http.HTTPFlow, received: int) -> bool:
        """The body of a request to us is, or says it will be, over the limit."""
        if not received:
            received = declared_size(flow.request)
        return received > self.max_request_size() and self.ours(flow)

    def refusal(self, flow: http.HTTPFlow) -> Reply:
        """413; the connection closes after it, since the rest of the body is not wanted."""
        limit = self.max_request_size()
        if flow.client_conn.peername:
            self.oversized(flow.client_conn.peername[0])
        error = ApiError(413, f"Request body too large: at most {limit} bytes are accepted.")
        close: Headers = (("connection", "close"),) if not flow.request.is_http2 else ()
        return error_reply(error, provider(flow), close)

    @property
    def keeps(self) -> bool:
        """The user asked mitmproxy to keep streamed bodies with their flows."""
        return bool(getattr(ctx.options, "store_streamed_bodies", False))

    def keep(self, flow: http.HTTPFlow, body: bytearray) -> None:
        """Keep a streamed body with its flow, where that is asked for."""
        if self.keeps and flow.response is not None:
            flow.response.raw_content = (flow.response.raw_content or b"") + bytes(body)

    def backlog(self, context: Context) -> int:
        """Bytes written to the client that its socket has not taken."""
        transport = self._transport(context, context.client)
        return transport.get_write_buffer_size() if transport else 0

    def pause_reading(self, context: Context, connection: Connection) -> None:
        """Let the other side wait: its bytes stay in its socket."""
        handler = self._handler(context)
        io = handler.transports.get(connection) if handler else None
        if io and isinstance(io.reader, asyncio.StreamReader) and isinstance(io.writer, asyncio.StreamWriter):
            hold(io.reader, io.writer.transport)

    def resume_reading(self, context: Context, connection: Connection) -> None:
        """Take bytes again."""
        transport = self._transport(context, connection)
        if transport and not transport.is_reading() and not transport.is_closing():
            transport.resume_reading()

    def alarm(self, context: Context, alone: Callable[[], bool]) -> Alarm | None:
        """A clock for the last stream of `context`; None where its connection is not the proxy server's."""
        handler = self._handler(context)
        return Alarm(self.timers, handler, context, alone) if handler else None

    def reset(self, context: Context) -> None:
        """End the client's TCP connection with RST."""
        transport = self._transport(context, context.client)
        if transport:
            reset(transport)

    def finish(self, context: Context) -> bool:
        """Send the client FIN, and read what it still says for a moment; false where bytes are yet unsent."""
        transport = self._transport(context, context.client)
        if not transport or transport.get_write_buffer_size():
            return False
        with suppress(OSError):
            transport.get_extra_info("socket").shutdown(socket.SHUT_WR)
        asyncio.get_running_loop().call_later(LINGER, self.leave, context)
        return True

    def leave(self, context: Context) -> None:
        """End the client's connection, and those to upstream that are for it alone.

        Not by its transport: a client that finds TLS cut off says so by an alert, after which mitmproxy takes
        the end of the connection for told, and goes on waiting.
        """
        handler = self._handler(context)
        io = handler.transports.get(context.client) if handler else None
        if io and io.handler:
            io.handler.cancel("ended by fakeai_proxy")

    def hang_up(self, context: Context, connection: Connection) -> None:
        """End `connection` at once: mitmproxy leaves it open where its task is cancelled at a lock."""
        transport = self._transport(context, connection)
        if transport:
            transport.abort()

    def narrow(self, context: Context) -> None:
        """Keep little of what the client sends in the socket while it is not read."""
        transport = self._transport(context, context.client)
        if transport:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW)

    def write(self, context: Context, data: bytes) -> None:
        """Straight to the client's socket, past all layers."""
        transport = self._transport(context, context.client)
        if transport and not transport.is_closing():
            transport.write(data)

    def _handler(self, context: Context) -> ConnectionHandler | None:
        handler: ConnectionHandler | None
        handler = ctx.master.addons.get("proxyserver").connections.get(context.client.id)
        return handler

    def _transport(self, context: Context, connection: Connection) -> Any:
        """The asyncio transport of `connection`, or None where it is gone (or QUIC)."""
        handler = self._handler(context)
        io = handler.transports.get(connection) if handler else None
        return getattr(io.writer, "transport", None) if io and io.writer else None


def hold(reader: asyncio.StreamReader, transport: Any) -> None:
    """Read no more from `transport`. A full `reader` has stopped it already, and would start it again."""
    reader._paused = False  # type: ignore[attr-defined]  # that is for whoever stopped it: we, from now on
    if transport.is_reading():
        transport.pause_reading()


def provider(flow: http.HTTPFlow) -> str:
    """The host whose API the app asked."""
    path, _, query = flow.request.path.partition("?")
    return provider_of(str(flow.metadata.get(PROVIDER, flow.request.host)), path, query)


def declared_size(request: http.Request) -> int:
    """The content-length, 0 where there is none or it is not a number."""
    for name, value in request.headers.fields:
        if name.lower() == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
