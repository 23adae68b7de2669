"""An HttpStream that plays steps to the client and waits where a `Wait` says so.

    a reply we make:   request hook ─► Stage.play ─► send_response ─► play ─┐
    a live reply:      upstream chunk ─► Pipeline.feed ─► queue ─► play ────┴─► client

mitmproxy sends a response set by an addon in one piece, so pacing has to happen here, inside its own
layer. This is internal API of mitmproxy: tests/proxy/test_canary.py fails loudly when it changes.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from mitmproxy import flow as mitmflow
from mitmproxy import http
from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import (
    DropStream,
    HttpErrorHook,
    HttpResponseHeadersHook,
    RequestProtocolError,
    ResponseData,
    ResponseEndOfMessage,
    ResponseHeaders,
    ResponseProtocolError,
    SendHttp,
)

from fakeai_proxy.core.exchange import Session
from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Step, Wait

from .alarm import Alarm
from .compat import KILL
from .convert import is_sized, steps_of, to_response
from .limits import LimitedStream
from .source import Source
from .stage import PROVIDER, Stage
from .websocket import SessionLayer

logger = logging.getLogger(__name__)

TURN = 64 * 1024
"""Bytes written before other connections get their turn."""
BACKLOG = 1024 * 1024
"""Bytes that may wait in memory for a slow client, or between upstream and a waiting stream."""
PATIENCE = 0.01
"""Seconds between two looks at a client that does not read."""

Commands = layer.CommandGenerator[None]


class PacedStream(LimitedStream):
    """One exchange of one client. `stage` is set by `on_stage`."""

    def __init__(self, context: Context, stream_id: int) -> None:
        super().__init__(context, stream_id)
        self.source: Source | None = None
        """What is being played; None before and after."""
        self.head: Head | None = None
        self.session: Session | None = None
        self.waiting = self.head_sent = self.chunked = self.upstream_open = self.failed = self.turned = False
        self.held: Step | None = None
        self.due = 0.0
        self.alarm: Alarm | None = None

    # ── where steps come from ──────────────────────────────────────────────────────────────────

    def _handle_event(self, event: events.Event) -> Commands:
        if isinstance(event, events.Wakeup):
            self.waiting = False
            yield from self.heard(self.play())
        else:
            yield from self.heard(super()._handle_event(event))

    def heard(self, generator: Commands) -> Commands:
        """The commands of `generator`, without the hooks that no addon hears: each would cost a task.

        Nor the head of the response that only stands in for a reply of ours: the reply announces its own.
        """
        reply: Any = None
        while True:
            try:
                command = generator.send(reply)
            except StopIteration:
                return
            except Exception:
                if self.failed:
                    raise
                self.failed = True
                logger.exception("An exchange failed; it is cut.")
                generator = self.abort("close")
                command = next(generator)
            reply = None
            if isinstance(command, HttpResponseHeadersHook) and self.stage.expects(self.flow):
                continue
            if isinstance(command, commands.StartHook) and self.can_pass_over(command):
                continue
            reply = yield command

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
        if self.source is None and not self.take_source():
            yield from super().send_response(already_streamed)
        elif self.source and self.source.live:
            assert self.flow.response is not None
            yield from self.feed(*steps_of(self.flow.response))
        else:
            yield from self.play()

    def take_source(self) -> bool:
        """What the addon left on the stage for this flow, if anything."""
        self.source = self.stage.take(self.flow)
        self.due = time.monotonic()
        if self.source and self.source.live:
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
        if self.source is None:
            yield from super().state_stream_response_body(event)
        elif isinstance(event, ResponseData):
            yield from self.feed(Data(event.data))
        elif isinstance(event, ResponseEndOfMessage):
            self.upstream_open = False
            yield from self.feed(End())

    def feed(self, *steps: Step) -> Commands:
        """Live steps. While nothing waits, what arrives is due at once."""
        assert self.source is not None
        if not self.source.queue:
            self.due = max(self.due, time.monotonic())
        for step in steps:
            self.source.feed(step)
        if self.source.queued > BACKLOG and self.upstream_open:
            self.stage.pause_reading(self.context)
        yield from self.play()

    def pull(self, source: Source) -> Step | None:
        """The next step. Our own failures end the reply: by an error of ours while nothing was said yet."""
        try:
            return source.pull()
        except Exception as failure:
            logger.exception("A reply failed.")
            if self.head:
                return Abort()
            source.reply = self.stage.failed(self.flow, failure)
            return source.pull()

    # ── where they go ──────────────────────────────────────────────────────────────────────────

    def play(self) -> Commands:
        """Write everything that is due, as few writes as can be, then ask to be woken for the rest."""
        body = bytearray()
        if self.source and not self.waiting and self.stage.backlog(self.context) > BACKLOG:
            yield from self.sleep(PATIENCE)
        while self.source and not self.waiting:
            step, self.held = self.held or self.pull(self.source), None
            match step:
                case Data(piece):
                    body += piece
                    if len(body) > TURN:
                        yield from self.write(body)
                        yield from self.sleep(PATIENCE if self.stage.backlog(self.context) > BACKLOG else 0)
                case Wait(seconds):
                    self.due += seconds
                    delay = self.due - time.monotonic()
                    if delay > 0:
                        yield from self.write(body)
                        yield from self.sleep(delay)
                case Head() | End() if not self.in_turn(step):
                    yield from self.write(body)
                case Head():
                    self.head = step
                    self.due = max(self.due, time.monotonic())  # a late head delays what follows, all of it
                case End():
                    yield from self.end(body)
                case Abort(how):
                    yield from self.write(body)
                    yield from self.abort(how)
                case Message():
                    logger.error("A reply is cut: a Message has no place outside of a WebSocket.")
                    yield from self.abort("close")
                case None:
                    yield from self.write(body)
                    break
        if self.source and self.source.live and not self.source.queue:
            self.stage.resume_reading(self.context)

    def play_alone(self) -> bool:
        """The middle of a chunked reply to a client without TLS: what is due goes straight to its socket.

        The layers would change nothing of it, and take as long as all else. False when there is more to do.
        """
        if not (self.alarm and self.chunked and self.source) or self.held or self.source.live:
            return False
        if self.context.client.tls or self._paused or self.alarm.backlog > BACKLOG:
            return False
        body = bytearray()
        while len(body) <= TURN:
            match self.pull(self.source):
                case Data(piece):
                    body += piece
                case Wait(seconds):
                    self.due += seconds
                    delay = self.due - time.monotonic()
                    if delay > 0:
                        self.write_alone(body)
                        self.alarm.set(delay)
                        return True
                case step:
                    self.held = step
                    break
        self.write_alone(body)
        return False

    def write_alone(self, body: bytearray) -> None:
        if body and self.alarm:
            self.alarm.send(chunk(body))
            self.stage.keep(self.flow, body)

    def in_turn(self, step: Step) -> bool:
        """Whether a reply that has waited may start or end now; if not, it is woken again when it may."""
        if self.alarm is None or self.turned or self.stage.turnstile.enter(self.alarm.ring):
            self.turned = False
            return True
        self.held, self.waiting, self.turned = step, True, True
        return False

    def sleep(self, seconds: float) -> Commands:
        self.waiting = True
        self.alarm = self.alarm or self.stage.alarm(self.context, self.play_alone)
        if self.alarm:
            self.alarm.set(seconds)
        else:
            yield commands.RequestWakeup(seconds)

    def write(self, body: bytearray) -> Commands:
        """Send the head, unless it was, and `body`, which is emptied."""
        if self.head is not None and not self.head_sent:
            yield from self.send_head(self.head)
        if body and self.source:
            yield self.framed(body)
            self.stage.keep(self.flow, body)
            body.clear()

    def framed(self, body: bytearray) -> commands.Command:
        if self.chunked:  # mitmproxy would search all headers of the response before each chunk
            return commands.SendData(self.context.client, chunk(body))
        return SendHttp(ResponseData(self.stream_id, bytes(body)), self.context.client)

    def send_head(self, head: Head) -> Commands:
        self.head_sent = True
        if not (yield from self.announce(to_response(head, self.flow.request, streamed=True))):
            return
        assert self.flow.response is not None
        self.chunked = "chunked" in self.flow.response.headers.get("transfer-encoding", "").lower()
        yield SendHttp(
            ResponseHeaders(self.stream_id, self.flow.response, end_stream=False), self.context.client
        )

    def announce(self, response: http.Response) -> layer.CommandGenerator[bool]:
        """Let other addons see and change `response`; false when one of them killed the flow."""
        if self.source and not self.source.live:
            self.flow.response = response
            yield HttpResponseHeadersHook(self.flow)
            return not (yield from self.check_killed(True))
        assert self.flow.response is not None
        # Not written into the one from upstream: by its headers mitmproxy knows whether that connection ends.
        response.timestamp_start, response.stream = self.flow.response.timestamp_start, True
        self.flow.response = response
        return True

    def end(self, body: bytearray) -> Commands:
        """The last step. A sized reply of which nothing was sent goes out whole, as mitmproxy does it."""
        assert self.head is not None, "a reply without a head"
        if self.flow.request.method == "HEAD":
            body.clear()
        if self.head_sent or not is_sized(self.head):
            yield from self.write(body)
            self.close()
            yield from super().send_response(already_streamed=True)
            return
        response = to_response(self.head, self.flow.request, streamed=False)
        response.raw_content = bytes(body)
        if (yield from self.announce(response)):
            assert self.flow.response is not None
            self.flow.response.raw_content = self.flow.response.raw_content or bytes(body)
            self.close()
            yield from super().send_response(already_streamed=False)

    def abort(self, how: str) -> Commands:
        if how == "reset":
            self.stage.reset(self.context)
        if self.upstream_open:
            yield SendHttp(
                RequestProtocolError(self.stream_id, "aborted by fakeai_proxy", KILL), self.context.server
            )
        yield from self.stop("aborted by fakeai_proxy")
        yield SendHttp(ResponseProtocolError(self.stream_id, "aborted", KILL), self.context.client)

    # ── how it ends early ──────────────────────────────────────────────────────────────────────

    def handle_protocol_error(self, event: RequestProtocolError | ResponseProtocolError) -> Commands:
        """The client left, or upstream broke."""
        if self.source is None:
            self.take_source()
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

    def stop(self, why: str) -> Commands:
        self.close()
        self.client_state = self.server_state = self.state_errored
        self.flow.error = mitmflow.Error(why)
        yield HttpErrorHook(self.flow)
        self.flow.live = False
        yield DropStream(self.stream_id)

    def check_killed(self, emit_error_hook: bool) -> layer.CommandGenerator[bool]:
        killed = yield from super().check_killed(emit_error_hook)
        if killed:
            self.source = self.source or self.stage.take(self.flow)
            self.close()
        return killed

    def close(self) -> None:
        """Free what the exchange holds, at once."""
        if self.alarm:
            self.alarm.cancel()
        self.stage.live.pop(self.flow.id, None)
        source, self.source = self.source, None
        if source:
            source.close()

    # ── WebSockets ─────────────────────────────────────────────────────────────────────────────

    def flow_done(self) -> Commands:
        """After the 101 of a session of ours, its messages are played by SessionLayer."""
        if self.session is None:
            yield from super().flow_done()
            return
        self.child_layer = SessionLayer(self.context, self.flow, self.session, self.stage.backlog)
        self._handle_event = self.passthrough  # type: ignore[method-assign]
        yield from self.child_layer.handle_event(events.Start())
        yield SendHttp(ResponseEndOfMessage(self.stream_id), self.context.client)


def chunk(body: bytearray) -> bytes:
    """`body` as one chunk of HTTP/1.1 (RFC 9112, section 7.1)."""
    return b"%x\r\n%b\r\n" % (len(body), bytes(body))


def on_stage(stage: Stage) -> type[PacedStream]:
    """PacedStream for one addon: what mitmproxy calls as `HttpStream(context, stream_id)`."""
    return type("PacedStream", (PacedStream,), {"stage": stage})
