"""Plays steps to the client of one exchange, and waits where a `Wait` says so.

This is internal API of mitmproxy: tests/proxy/test_canary.py fails loudly when it changes.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic

from mitmproxy import flow as mitmflow
from mitmproxy import http
from mitmproxy.proxy import commands, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import (
    DropStream,
    HttpErrorHook,
    HttpResponseHeadersHook,
    RequestProtocolError,
    ResponseData,
    ResponseHeaders,
    SendHttp,
)

from fakeai_proxy.core.steps import Abort, Data, End, Fetch, Head, Hold, Message, Raw, Sign, Step, Wait

from .alarm import FOREVER, Alarm
from .alone import chunk, play_alone
from .arrival import ArrivingStream
from .breaking import break_off
from .compat import CANCEL
from .convert import is_sized, to_fields, to_response
from .pace import BACKLOG, PATIENCE, TURN
from .source import Source
from .timers import TOGETHER
from .upstream_windows import Reading

logger = logging.getLogger(__name__)

Commands = layer.CommandGenerator[None]


class Player(ArrivingStream):
    """The half of an exchange that speaks to the client."""

    def __init__(self, context: Context, stream_id: int) -> None:
        super().__init__(context, stream_id)
        self.source: Source | None = None
        """What is being played; None before and after."""
        self.head: Head | None = None
        self.waiting = self.head_sent = self.upstream_open = self.turned = False
        self.dropped = False
        """Upstream was told that it is not listened to any more; what it says all the same is for nobody."""
        self.deaf = False
        """So much waits here that no more is read from upstream."""
        self.chunked = self.alone = False
        """How the body is framed; and whether nothing but its framing is between it and the socket."""
        self.held: Step | None = None
        self.due = 0.0
        """When what was pulled last is to go out. Counted from when the request was here whole: what it takes
        to find the answer is part of the first wait, and not added to it."""
        self.due_before = 0.0
        """The same, without the wait that is under way."""
        self.alarm: Alarm | None = None
        self.fetching: asyncio.Task[None] | None = None
        """The answer of another server that the reply waits for."""

    def play(self) -> Commands:
        """Write everything that is due, as few writes as can be, then ask to be woken for the rest."""
        body = bytearray()
        if self.source and not self.waiting and self.stage.backlog(self.context) > BACKLOG:
            yield from self.sleep(PATIENCE)
        while self.source and not self.waiting:
            step, self.held = self.held or self.pull(self.source), None
            match step:
                case Wait(hold=hold) | Sign(hold=hold) if hold and hold.over:
                    continue
                case Data(piece):
                    body += piece
                    if len(body) > TURN:
                        yield from self.write(body)
                        yield from self.sleep(PATIENCE if self.stage.backlog(self.context) > BACKLOG else 0)
                case Fetch():
                    yield from self.write(body)
                    yield from self.fetch(step)
                case Wait(seconds):
                    self.due_before, self.due = self.due, self.due + seconds
                    delay = self.due - monotonic()
                    if delay > 0 or not seconds:
                        yield from self.write(body)
                        yield from self.sleep(max(delay, 0), step.hold)
                case Head() | End() if not self.in_turn(step):
                    yield from self.write(body)
                case Head():
                    self.head = step
                    self.due = max(self.due, monotonic())  # a late head delays what follows, all of it
                case End():
                    yield from self.end(body, step)
                case Raw(content):
                    yield from self.write(body)
                    yield from self.write_raw(content)
                case Abort():
                    yield from self.write(body)
                    yield from self.abort(step)
                case Message():
                    logger.error("A reply is cut: a Message has no place outside of a WebSocket.")
                    yield from self.abort(Abort())
                case None:
                    yield from self.write(body)
                    break
        if self.deaf and not (self.source and self.source.queue):
            yield from self.listen(True)

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

    # ── when ───────────────────────────────────────────────────────────────────────────────────

    def in_turn(self, step: Step) -> bool:
        """Whether a reply that has waited may start or end now; if not, it is woken again when it may."""
        if self.alarm is None or self.turned or self.stage.turnstile.enter(self.alarm.ring):
            self.turned = False
            return True
        self.held, self.waiting, self.turned = step, True, True
        return False

    def sleep(self, seconds: float, hold: Hold | None = None) -> Commands:
        """Do nothing for so long, or until `hold` is over."""
        self.waiting = True
        if self.alarm is None and (alarm := self.stage.alarm(self.context, lambda: play_alone(self))):
            self.alarm = alarm
            self.stage.turnstile.pacing += 1
        if self.alarm:
            self.alarm.set(monotonic() + seconds, hold)
        elif seconds < FOREVER:
            yield commands.RequestWakeup(seconds)

    def fetch(self, step: Fetch) -> Commands:
        """Do nothing until another server has answered. What is waited for after it is so much shorter."""
        yield from self.sleep(FOREVER)
        if self.alarm is None:
            self.waiting = False
            return
        ring = self.alarm.ring
        self.fetching = self.stage.fetching.begin(step)
        self.fetching.add_done_callback(lambda _: ring())

    def awake(self) -> None:
        """After a wait. One that was cut short has not been: what would have come meanwhile is due."""
        if self.due > monotonic() + TOGETHER:
            self.due = self.due_before

    # ── what ───────────────────────────────────────────────────────────────────────────────────

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
            return commands.SendData(self.context.client, chunk(bytes(body)))
        return SendHttp(ResponseData(self.stream_id, bytes(body)), self.context.client)

    def write_raw(self, content: bytes) -> Commands:
        """Past the framing; HTTP/2 has no place for that, so there it is a piece of the body."""
        if not self.flow.request.is_http2:
            yield commands.SendData(self.context.client, content)
        elif self.head_sent:
            yield from self.write(bytearray(content))

    def send_head(self, head: Head) -> Commands:
        self.head_sent = True
        if not (yield from self.announce(to_response(head, self.flow.request, streamed=True))):
            return
        assert self.flow.response is not None
        self.chunked = "chunked" in self.flow.response.headers.get("transfer-encoding", "").lower()
        self.alone = self.chunked and not self.context.client.tls and not self.stage.keeps
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

    # ── how it ends ────────────────────────────────────────────────────────────────────────────

    def end(self, body: bytearray, step: End) -> Commands:
        """The last step. A sized reply of which nothing was sent goes out whole, as mitmproxy does it."""
        assert self.head is not None, "a reply without a head"
        if self.flow.request.method == "HEAD":
            body.clear()
        if self.head_sent or not is_sized(self.head):
            yield from self.write(body)
            yield from self.drop_upstream()
            self.close()
            self.trail(step)
            yield from super().send_response(already_streamed=True)
            return
        response = to_response(self.head, self.flow.request, streamed=False)
        response.raw_content = bytes(body)
        if (yield from self.announce(response)):
            assert self.flow.response is not None
            self.flow.response.raw_content = self.flow.response.raw_content or bytes(body)
            yield from self.drop_upstream()
            self.close()
            self.trail(step)
            yield from super().send_response(already_streamed=False)

    def trail(self, step: End) -> None:
        """Leave the trailers to mitmproxy, which sends them on HTTP/2 alone."""
        if step.trailers and self.flow.response and self.flow.request.is_http2:
            self.flow.response.trailers = to_fields(step.trailers)

    def abort(self, step: Abort) -> Commands:
        yield from self.drop_upstream()
        yield from self.stop("aborted by fakeai_proxy")
        yield from break_off(self, step)

    def drop_upstream(self) -> Commands:
        """Nothing more is wanted of a live reply that ends before upstream does."""
        if not self.upstream_open:
            return
        self.upstream_open, self.dropped, server = False, True, self.context.server
        yield SendHttp(RequestProtocolError(self.stream_id, "ended by fakeai_proxy", CANCEL), server)
        if server.alpn != b"h2":  # there it was one stream of many
            self.stage.hang_up(self.context, server)

    def listen(self, wanted: bool) -> Commands:
        """Read on from upstream, or let it wait: on HTTP/2 with this reply alone."""
        self.deaf, server = not wanted, self.context.server
        if server.alpn == b"h2":
            yield SendHttp(Reading(self.stream_id, wanted), server)
        elif wanted:
            self.stage.resume_reading(self.context, server)
        else:
            self.stage.pause_reading(self.context, server)

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
        if self.alarm and self.alarm.on:
            self.alarm.cancel()
            self.stage.turnstile.pacing -= 1
        if self.fetching:
            self.fetching.cancel()
        source, self.source = self.source, None
        if source:
            source.close()
        self.stage.over(self.flow)
