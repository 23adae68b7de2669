"""Wakes a stream for a third less than `RequestWakeup`, which makes and names a task for every chunk.

The event still enters at the top and passes down all layers, as mitmproxy's own would: every HTTP layer on
the way has to know which of its streams the answer belongs to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mitmproxy.proxy import commands, events
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpLayer, HttpStream
from mitmproxy.proxy.server import ConnectionHandler

FOREVER = float("inf")
"""A wait without an end: no timer is set."""


class Alarm:
    """One timer at a time, for the stream that is the last layer of `context`.

    `alone` is tried first at every ring; only where it returns false is the stream woken through the layers.
    """

    def __init__(self, handler: ConnectionHandler, context: Context, alone: Callable[[], bool]) -> None:
        self.handler, self.alone = handler, alone
        self.timer: asyncio.TimerHandle | None = None
        self.on = True
        self.command = commands.RequestWakeup(0)
        self.way = [
            (layer, next(below for below in context.layers[at:] if isinstance(below, HttpStream)))
            for at, layer in enumerate(context.layers)
            if isinstance(layer, HttpLayer)
        ]

    def set(self, seconds: float) -> None:
        """Ring in `seconds`."""
        if seconds < FOREVER:
            self.timer = asyncio.get_running_loop().call_later(seconds, self.ring)

    def cancel(self) -> None:
        """Never ring again."""
        self.on = False
        if self.timer is not None:
            self.timer.cancel()

    def ring(self) -> None:
        """Wake the stream now. What it can write by itself does not pass the layers."""
        if not self.on or self.alone():
            return
        for layer, stream in self.way:
            layer.command_sources[self.command] = stream
        told, lock = self.handler.server_event(events.Wakeup(self.command)), self.handler._server_event_lock
        if lock.locked() or lock._waiters:
            self.task = asyncio.ensure_future(told)
            return
        try:
            told.send(None)  # with the lock free there is nothing it would wait for
        except StopIteration:
            return
        raise RuntimeError("server_event waited for more than its lock")

    @property
    def backlog(self) -> int:
        """Bytes written to the client that its socket has not taken."""
        io = self.handler.transports.get(self.handler.client)
        transport = getattr(io.writer, "transport", None) if io else None  # none of a QUIC stream
        return transport.get_write_buffer_size() if transport else 0

    def send(self, data: bytes) -> None:
        """Straight to the client's socket."""
        io = self.handler.transports.get(self.handler.client)
        if io and io.writer and not io.writer.is_closing():
            io.writer.write(data)
            self.handler.timeout_watchdog.register_activity()
