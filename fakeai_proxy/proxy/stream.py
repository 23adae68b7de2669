"""An HttpStream that plays steps to the client and waits where a `Wait` says so.

    a reply we make:   request hook ─► Stage.play ─► send_response ─► play ─┐
    a live reply:      upstream chunk ─► Pipeline.feed ─► queue ─► play ────┴─► client

mitmproxy sends a response set by an addon in one piece, so pacing has to happen here, inside its own
layer. This is internal API of mitmproxy: tests/proxy/test_canary.py fails loudly when it changes.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import (
    DropStream,
    HttpRequestHook,
    HttpResponseHeadersHook,
    RequestProtocolError,
    ResponseData,
    ResponseEndOfMessage,
    ResponseHeaders,
    ResponseProtocolError,
    ResponseTrailers,
    SendHttp,
)

from fakeai_proxy.core.exchange import Session
from fakeai_proxy.core.steps import Abort, Data, End, Headers, Step

from .convert import steps_of, to_headers
from .pace import BACKLOG
from .player import Commands, Player
from .source import Source
from .stage import PROVIDER, Stage
from .websocket import SessionLayer

logger = logging.getLogger(__name__)


class PacedStream(Player):
    """One exchange of one client. `stage` is set by `on_stage`."""

    def __init__(self, context: Context, stream_id: int) -> None:
        super().__init__(context, stream_id)
        self.session: Session | None = None
        self.failed = self.dropped = False
        self.trailers: Headers = ()
        """Of a live reply."""

    # ── where steps come from ──────────────────────────────────────────────────────────────────

    def _handle_event(self, event: events.Event) -> Commands:
        if isinstance(event, events.Wakeup):
            yield from self.heard(self.rung(event))
        else:
            yield from self.heard(super()._handle_event(event))

    def rung(self, event: events.Wakeup) -> Commands:
        if event.command in self.later:
            yield from self.woken(event)
            return
        self.waiting = False
        self.awake()
        yield from self.play()

    def heard(self, generator: Commands) -> Commands:
        """The commands of `generator`, without the hooks that no addon hears: each would cost a task.

        Nor the head of the response that only stands in for a reply of ours: the reply announces its own.
        """
        reply: Any = None
        while True:
            try:
                command = generator.send(reply)
            except StopIteration:
                if self.dropped:
                    self.let_go()
                return
            except Exception:
                if self.failed:
                    raise
                self.failed = True
                logger.exception("An exchange failed; it is cut.")
                generator = self.abort(Abort())
                command = next(generator)
            reply = None
            if isinstance(command, HttpResponseHeadersHook) and self.stage.expects(self.flow):
                continue
            if isinstance(command, HttpRequestHook):
                self.due = monotonic()
                if self.stage.answers(command):
                    continue
            if isinstance(command, commands.StartHook) and self.can_pass_over(command):
                continue
            self.dropped |= type(command) is DropStream
            reply = yield command

    def let_go(self) -> None:
        """Nothing of the stream refers to itself any more, so it is freed at once.

        The garbage collector would take 40 us of each request for it.
        """
        self.client_state = self.server_state = over
        self.alarm = None
        self.disarm()
        if self.context.layers[-1] is self:
            self.context.layers.pop()

    def can_pass_over(self, hook: commands.StartHook) -> bool:
        # A hook whose `blocking` is a layer was asked by that layer below us, which waits for its completion.
        return hook.blocking is True and not self.stage.hears(hook)

    def state_wait_for_response_headers(self, event: ResponseHeaders) -> Commands:
        """Live replies are streamed, never held back."""
        if PROVIDER in self.flow.metadata and event.response.status_code != 101:
            event.response.stream = True
        yield from super().state_wait_for_response_headers(event)

    def send_response(self, already_streamed: bool = False) -> Commands:
        """The response is set: by the addon (ours, if the stage has a reply) or read whole from upstream."""
        self.upstream_open = False
        self.session = self.stage.sessions.pop(self.flow.id, None)
        relayed = self.source is None and (self.stage.switches(self.flow) or not self.take_source())
        if relayed:
            yield from super().send_response(already_streamed)
        elif self.source and self.source.live:
            assert self.flow.response is not None
            yield from self.feed(*steps_of(self.flow.response))
        else:
            yield from self.play()

    def take_source(self) -> bool:
        """What the addon left on the stage for this flow, if anything."""
        self.source = self.stage.take(self.flow)
        if self.source and self.source.live:
            self.due = monotonic()
            self.stage.live[self.flow.id] = self.close
        return self.source is not None

    def make_server_connection(self) -> layer.CommandGenerator[bool]:
        ok = yield from super().make_server_connection()
        self.upstream_open = ok
        return ok

    def start_response_stream(self) -> Commands:
        """The head of a live reply that is to be streamed."""
        if not self.take_source():
            yield from super().start_response_stream()
            return
        assert self.flow.response is not None
        self.server_state = self.state_stream_response_body
        yield from self.feed(next(steps_of(self.flow.response)))

    def state_stream_response_body(self, event: events.Event) -> Commands:
        """A chunk, or the end, of a live reply."""
        if self.dropped:
            return
        if self.source is None:
            yield from super().state_stream_response_body(event)
        elif isinstance(event, ResponseData):
            yield from self.feed(Data(event.data))
        elif isinstance(event, ResponseTrailers):
            self.trailers = to_headers(event.trailers)
        elif isinstance(event, ResponseEndOfMessage):
            self.upstream_open = False
            yield from self.feed(End(self.trailers))

    def state_done(self, event: events.Event) -> Commands:
        """Upstream may go on for a moment after a reply that ended before it."""
        if not self.dropped:
            yield from super().state_done(event)

    def feed(self, *steps: Step) -> Commands:
        """Live steps. While nothing waits, what arrives is due at once."""
        assert self.source is not None
        if not self.source.queue:
            self.due = max(self.due, monotonic())
        for step in steps:
            self.source.feed(step)
        if self.source.queued > BACKLOG and self.upstream_open and not self.deaf:
            yield from self.listen(False)
        yield from self.play()

    # ── how it ends early ──────────────────────────────────────────────────────────────────────

    def handle_protocol_error(self, event: RequestProtocolError | ResponseProtocolError) -> Commands:
        """The client left, or upstream broke."""
        if self.source is None:
            self.take_source()
        if self.dropped and isinstance(event, ResponseProtocolError):
            return
        if isinstance(event, ResponseProtocolError):
            yield from self.upstream_broke(event)
        elif self.source and not self.upstream_open:
            yield from self.stop(event.message)  # there is no upstream to tell
        else:
            self.close()
            yield from super().handle_protocol_error(event)

    def upstream_broke(self, event: ResponseProtocolError) -> Commands:
        self.upstream_open = False
        if self.head_sent and self.source:
            yield from self.feed(Abort())
        elif self.client_state == self.state_done and not self.head_sent and PROVIDER in self.flow.metadata:
            if self.source:
                self.source.feed(Abort())
            self.close()
            self.source = Source(self.stage.upstream_failed(self.flow, event.message))
            yield from self.play()
        else:
            self.close()
            yield from super().handle_protocol_error(event)

    # ── WebSockets ─────────────────────────────────────────────────────────────────────────────

    def flow_done(self) -> Commands:
        """After the 101 of a session of ours, its messages are played by SessionLayer."""
        if self.session is None:
            yield from super().flow_done()
            return
        stage = self.stage
        self.child_layer = SessionLayer(
            self.context, self.flow, self.session, stage.backlog, stage.fetching.begin
        )
        self._handle_event = self.passthrough  # type: ignore[method-assign]
        yield from self.child_layer.handle_event(events.Start())
        yield SendHttp(ResponseEndOfMessage(self.stream_id), self.context.client)


def over(event: events.Event) -> Commands:
    """The state of a stream that HttpLayer has dropped: it hears of nothing any more."""
    yield from ()


def on_stage(stage: Stage) -> type[PacedStream]:
    """PacedStream for one addon: what mitmproxy calls as `HttpStream(context, stream_id)`."""
    return type("PacedStream", (PacedStream,), {"stage": stage})
