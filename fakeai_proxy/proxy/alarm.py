"""Wakes a stream for a third less than `RequestWakeup`, which makes and names a task for every chunk.

The event still enters at the top and passes down all layers, as mitmproxy's own would: every HTTP layer on
the way has to know which of its streams the answer belongs to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property

from mitmproxy.proxy import commands, events
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpLayer, HttpStream
from mitmproxy.proxy.server import ConnectionHandler

from fakeai_proxy.core.steps import Hold

from .timers import Timer, Timers

FOREVER = float("inf")
"""A wait without an end: no timer is set."""


class Alarm:
    """One timer at a time, for the stream that is the last layer of `context`.

    `alone` is tried first at every ring; only where it returns false is the stream woken through the layers.
    """

    def __init__(
        self, timers: Timers, handler: ConnectionHandler, context: Context, alone: Callable[[], bool]
    ) -> None:
        self.timers, self.handler, self.alone = timers, handler, alone
        self.timer: Timer | None = None
        self.on = True
        self.command = commands.RequestWakeup(0)
        self.way = [
            (layer, next(below for below in context.layers[at:] if isinstance(below, HttpStream)))
            for at, layer in enumerate(context.layers)
            if isinstance(layer, HttpLayer)
        ]

    def set(self, due: float, hold: Hold | None = None) -> None:
        """Ring when it is `due`, by `time.monotonic`, or soon after `hold` is over."""
        if due < FOREVER or hold:
            self.timer = self.timers.set(due, self.ring, hold)

    def cancel(self) -> None:
        """Never ring again."""
        self.on = False
        if self.timer is not None:
            self.timers.cancel(self.timer)

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

    @cached_property
    def transport(self) -> asyncio.WriteTransport | None:
        """To the client's socket; None of a QUIC stream."""
        io = self.handler.transports.get(self.handler.client)
        return getattr(io.writer, "transport", None) if io else None

    @property
    def backlog(self) -> int:
        """Bytes written to the client that its socket has not taken."""
        return self.transport.get_write_buffer_size() if self.transport else 0

    def send(self, data: bytes) -> None:
        """Straight to the client's socket."""
        if self.transport and not self.transport.is_closing():
            self.transport.write(data)
            self.handler.timeout_watchdog.register_activity()
