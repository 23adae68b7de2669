"""How much of a request's body is taken from a client, and how fast.

HTTP/1.1   the socket is not read, so that the window of TCP closes
HTTP/2     the window of the stream is not given back; the other streams of the connection go on
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from mitmproxy.proxy import commands, layer

from fakeai_proxy.core.steps import Step

from .alarm import FOREVER
from .breaking import http2_of
from .windows import FIRST_WINDOW, WithholdingConnection

if TYPE_CHECKING:
    from .arrival import ArrivingStream

Commands = layer.CommandGenerator[None]


class Intake(Protocol):
    """How the body of one request is taken."""

    @property
    def early(self) -> float:
        """Seconds until the end of the body may be taken."""

    def take(self, size: int) -> Commands:
        """A piece of `size` bytes has come."""


class RefusedIntake:
    """Answers as soon as there are `after` bytes; the client may still be sending."""

    early = 0.0

    def __init__(self, stream: ArrivingStream, after: int, reply: Callable[[], Iterator[Step]]) -> None:
        self.stream, self.after, self.reply = stream, after, reply

    def take(self, size: int) -> Commands:
        if len(self.stream.request_body_buf) >= self.after:
            yield from self.stream.refuse(self.reply())


class HeldIntake:
    """Leaves pieces with the client."""

    early = 0.0

    def __init__(self, stream: ArrivingStream) -> None:
        self.stream, self.taken = stream, 0
        http2 = http2_of(stream)
        self.window = http2.h2_conn if http2 and isinstance(http2.h2_conn, WithholdingConnection) else None
        """None on HTTP/1.1, and on a connection that is older than the experiment: that goes on as it was."""
        self.pausing = http2 is None
        if self.pausing:
            stream.stage.narrow(stream.context)

    def hold(self) -> None:
        """From now on nothing more is taken."""
        if self.window:
            self.window.withheld.setdefault(self.stream.stream_id, 0)
        elif self.pausing:
            self.stream.stage.pause_reading(self.stream.context, self.stream.context.client)

    def let_go(self, size: int) -> Commands:
        """Take `size` bytes of HTTP/2 more, or what comes of HTTP/1.1."""
        if self.window:
            self.window.give_back(size, self.stream.stream_id)
            yield commands.SendData(self.stream.context.client, self.window.data_to_send())
        elif self.pausing:
            self.stream.stage.resume_reading(self.stream.context, self.stream.context.client)

    def open(self) -> Commands:
        """Hold nothing from now on."""
        if self.window:
            self.window.release(self.stream.stream_id)
        yield from self.let_go(0)

    @property
    def over(self) -> bool:
        """The experiment that wants it is."""
        return self.stream.hold is not None and self.stream.hold.over


class StalledIntake(HeldIntake):
    """Stops after `limit` bytes, as long as the experiment lasts.

    That the client leaves a paused socket is seen then, or at the proxy's own timeout.
    """

    def __init__(self, stream: ArrivingStream, limit: int) -> None:
        super().__init__(stream)
        # On HTTP/2 the client may send one window more than was given back.
        self.limit = limit - FIRST_WINDOW if self.window else limit
        self.stalled = False

    def take(self, size: int) -> Commands:
        self.taken += size
        if self.taken >= self.limit and not (self.stalled or self.over):
            self.stalled = True
            self.hold()
            yield from self.stream.wake(FOREVER, self.open)


class SlowIntake(HeldIntake):
    """Takes `rate` bytes a second, as long as the body lasts."""

    def __init__(self, stream: ArrivingStream, rate: float) -> None:
        super().__init__(stream)
        self.rate, self.begun = rate, monotonic()

    def take(self, size: int) -> Commands:
        self.taken += size
        if self.over:
            return
        self.hold()
        yield from self.stream.wake(max(0.0, self.early), lambda: self.due(size))

    def due(self, size: int) -> Commands:
        if self.over:
            yield from self.open()
        elif self.pausing and (early := self.early) > 0:  # more has come meanwhile, or the timer was early
            yield from self.stream.wake(early, lambda: self.due(size))
        else:
            yield from self.let_go(size)

    @property
    def early(self) -> float:  # type: ignore[override]
        """Seconds until what was taken is due."""
        return 0.0 if self.over else self.begun + self.taken / self.rate - monotonic()
