"""A WebSocket without an upstream: the client's messages to a session, its steps to the client."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import wsproto.events as ws
from mitmproxy import http, websocket
from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.websocket import (
    WebsocketConnection,
    WebsocketEndHook,
    WebsocketMessageHook,
    WebSocketMessageInjected,
    WebsocketStartHook,
)
from wsproto import ConnectionType
from wsproto.frame_protocol import CloseReason, Opcode
from wsproto.utilities import generate_accept_token

from fakeai_proxy.core.exchange import KEY_PROTOCOL, Session
from fakeai_proxy.core.steps import Abort, Close, Data, End, Fetch, Head, Hold, Message, Raw, Step, Wait

from .pace import BACKLOG, PATIENCE, TURN

logger = logging.getLogger(__name__)

KEPT, KEPT_BYTES = 256, 16 * 2**20
"""Messages a flow keeps for the user interface, and how large all but the last may be together."""
LARGEST = 24 * 2**20
"""Bytes of one message of the client; a larger one is closed with 1009. 15 MiB of sound in base64 fit."""
LOOK = 0.02
"""Seconds between two looks whether another server has answered."""
TOGETHER = 0.0005
"""Seconds that a wakeup may come early."""
PENDING = 1024
"""Messages that may wait for the session; a client that sends more is closed with 1008."""

Commands = layer.CommandGenerator[None]


def handshake(request: http.Request) -> http.Response:
    """The 101 that accepts `request` (RFC 6455, section 4.2.2), without extensions."""
    token = generate_accept_token(request.headers.get("sec-websocket-key", "").encode())
    fields = [(b"upgrade", b"websocket"), (b"connection", b"Upgrade"), (b"sec-websocket-accept", token)]
    offered = [name.strip() for name in request.headers.get("sec-websocket-protocol", "").split(",")]
    if chosen := next((name for name in offered if name and not name.startswith(KEY_PROTOCOL)), ""):
        fields.append((b"sec-websocket-protocol", chosen.encode()))
    return http.Response(b"HTTP/1.1", 101, b"Switching Protocols", http.Headers(fields), b"", None, 0, 0)


def is_upgrade(request: http.Request) -> bool:
    """`request` asks for a WebSocket that we can speak."""
    return (
        request.headers.get("upgrade", "").lower() == "websocket"
        and request.headers.get("sec-websocket-version") == "13"
        and "sec-websocket-key" in request.headers
    )


class Lane:
    """Answers that are played one after another, so a later message can still change those that wait."""

    def __init__(self) -> None:
        self.answers: deque[Iterator[Step]] = deque()
        self.due = 0.0
        self.waiting = False
        self.until = 0.0
        """When it goes on, if it waits."""
        self.hold: Hold | None = None
        """Once that is over, it waits no longer."""
        self.fetching: asyncio.Task[None] | None = None
        """The answer of another server that it waits for."""
        self.wakeup: commands.RequestWakeup | None = None
        self.rings = 0.0
        """When that comes."""

    def wait(self, seconds: float, hold: Hold | None) -> Iterator[commands.RequestWakeup]:
        """Until the next step is due: not at all where it is due already, but for a turn of the others."""
        now = time.monotonic()
        # What is late by more than its wait is not made up for. Who can be cut short asks anew each time, so
        # that counts from now.
        self.due = now + seconds if hold else max(self.due, now - seconds) + seconds
        if self.due > now or not seconds:
            yield from self.pause(self.due - now, hold)

    def pause(self, seconds: float, hold: Hold | None = None) -> Iterator[commands.RequestWakeup]:
        """The same, whatever is due. A wakeup that was asked for cannot be taken back: it is used again."""
        self.waiting, self.hold, self.until = True, hold, time.monotonic() + seconds
        if self.wakeup is None or self.rings > self.until:
            self.wakeup, self.rings = commands.RequestWakeup(seconds), self.until
            yield self.wakeup

    def rung(self) -> Iterator[commands.RequestWakeup]:
        """Its wakeup has come: it goes on, or waits for the rest."""
        self.wakeup, left = None, self.until - time.monotonic()
        if self.waiting and left > TOGETHER:
            yield from self.pause(left, self.hold)
        else:
            self.waiting = False

    def released(self) -> bool:
        """What it waited for is cut short."""
        if self.waiting and self.hold and self.hold.over:
            self.waiting, self.due = False, time.monotonic()
            return True
        return False

    def close(self) -> None:
        """Free the answers."""
        if self.fetching:
            self.fetching.cancel()
        for answer in self.answers:
            getattr(answer, "close", itertools.count)()
        self.answers.clear()


class SessionLayer(layer.Layer):
    """Plays a session in two lanes: what it says unasked, and its answers. Neither waits for the other."""

    def __init__(
        self,
        context: Context,
        flow: http.HTTPFlow,
        session: Session,
        backlog: Callable[[Context], int],
        fetch: Callable[[Fetch], asyncio.Task[None]],
    ) -> None:
        super().__init__(context)
        self.flow, self.session, self.backlog, self.fetch = flow, session, backlog, fetch
        self.client = WebsocketConnection(ConnectionType.SERVER, [], conn=context.client)
        self.partial: list[str | bytes] = []
        self.size = self.kept = 0
        """Bytes of the message that is being heard, and of those that the flow keeps."""
        self.opening, self.answering = self.lanes = Lane(), Lane()
        self.open = True

    def _handle_event(self, event: events.Event) -> Commands:
        if not self.open:
            return
        if isinstance(event, events.Start):
            yield WebsocketStartHook(self.flow)
            yield from self.answer(self.opening, self.session.open)
        elif isinstance(event, events.Wakeup):
            for lane in self.lanes:
                if lane.wakeup is event.command:
                    yield from lane.rung()
                    yield from self.play(lane)
        elif isinstance(event, WebSocketMessageInjected):
            yield from self.injected(event.message)
        elif isinstance(event, events.DataReceived | events.ConnectionClosed):
            self.client.receive_data(event.data if isinstance(event, events.DataReceived) else None)
            for frame in self.client.events():
                if self.open:
                    yield from self.received(frame)

    def received(self, frame: ws.Event) -> Commands:
        match frame:
            case ws.Message(data=data, message_finished=finished):
                self.partial.append(data)
                self.size += len(data)
                if self.size > LARGEST:
                    yield from self.close(ws.CloseConnection(CloseReason.MESSAGE_TOO_BIG, "message too big"))
                elif finished:
                    yield from self.heard(self.joined())
            case ws.Ping():
                yield self.client.send2(frame.response())
            case ws.CloseConnection():
                yield from self.close(frame)

    def joined(self) -> str | bytes:
        parts, self.partial, self.size = self.partial, [], 0
        if all(isinstance(part, str) for part in parts):
            return "".join(map(str, parts))
        return b"".join(part.encode() if isinstance(part, str) else part for part in parts)

    def heard(self, content: str | bytes) -> Commands:
        """One whole message of the client."""
        if len(self.answering.answers) >= PENDING:
            yield from self.close(ws.CloseConnection(CloseReason.POLICY_VIOLATION, "too many messages"))
            return
        message = yield from self.keep(content, from_client=True)
        if not message.dropped:
            yield from self.answer(self.answering, self.session.feed, Message(as_content(message)))
            if self.opening.released():
                yield from self.play(self.opening)

    def injected(self, message: websocket.WebSocketMessage) -> Commands:
        """A message that the user of mitmproxy adds, in either direction."""
        if message.from_client:
            yield from self.heard(as_content(message))
        else:
            yield from self.say(as_content(message))

    def answer(self, lane: Lane, ask: Callable[..., Iterable[Step]], *message: Message) -> Commands:
        if not lane.answers:
            lane.due = time.monotonic()
        try:
            lane.answers.append(iter(ask(*message)))
        except Exception:
            yield from self.fail()
        yield from self.play(lane)

    def play(self, lane: Lane) -> Commands:
        said = 0
        if lane.answers and not lane.waiting and self.backlog(self.context) > BACKLOG:
            yield from lane.pause(PATIENCE)  # a client that does not read is told nothing more
        if lane.fetching and not lane.fetching.done():
            yield from lane.pause(LOOK)
        while self.open and lane.answers and not lane.waiting:
            try:
                step = next(lane.answers[0], None)
            except Exception:
                yield from self.fail()
                return
            match step:
                case None:
                    lane.answers.popleft()
                case Message(content):
                    yield from self.say(content)
                    said += len(content)
                    if said > TURN:
                        yield from lane.pause(0)
                case Fetch():
                    lane.fetching = self.fetch(step)
                    yield from lane.pause(LOOK)
                case Wait(hold=hold) if hold and hold.over:
                    continue
                case Wait(seconds, hold):
                    yield from lane.wait(seconds, hold)
                case Close(code=code, reason=reason):
                    yield from self.close(ws.CloseConnection(code, reason))
                case End():
                    yield from self.close(ws.CloseConnection(CloseReason.NORMAL_CLOSURE))
                case Abort():
                    yield from self.close(None)
                case Head() | Data() | Raw():
                    yield from self.fail()

    def fail(self) -> Commands:
        """Our own failure closes with 1011; nothing of it reaches the client."""
        logger.error("A WebSocket session failed.", exc_info=True)
        yield from self.close(ws.CloseConnection(CloseReason.INTERNAL_ERROR))

    def say(self, content: str | bytes) -> Commands:
        message = yield from self.keep(content, from_client=False)
        if not message.dropped:
            data = as_content(message)
            yield self.client.send2(ws.TextMessage(data) if isinstance(data, str) else ws.BytesMessage(data))

    def keep(
        self, content: str | bytes, *, from_client: bool
    ) -> layer.CommandGenerator[websocket.WebSocketMessage]:
        """Show a message to other addons, which may change or drop it."""
        assert self.flow.websocket is not None
        kind, raw = (Opcode.TEXT, content.encode()) if isinstance(content, str) else (Opcode.BINARY, content)
        message = websocket.WebSocketMessage(kind, from_client, raw)
        self.flow.websocket.messages.append(message)
        self.kept += len(raw)
        messages = self.flow.websocket.messages
        while len(messages) > KEPT or (self.kept > KEPT_BYTES and len(messages) > 1):
            self.kept = max(self.kept - len(messages.pop(0).content), 0)
        yield WebsocketMessageHook(self.flow)
        return message

    def close(self, frame: ws.CloseConnection | None) -> Commands:
        """Answer (or send) the close frame, end the connection, free the session's answers."""
        self.open = False
        assert self.flow.websocket is not None
        self.flow.websocket.timestamp_end = time.time()
        if frame is not None:
            self.flow.websocket.close_code = frame.code
            self.flow.websocket.close_reason = frame.reason
            if self.client.state.name in ("OPEN", "REMOTE_CLOSING"):
                yield self.client.send2(frame)
        for lane in self.lanes:
            lane.close()
        yield commands.CloseConnection(self.context.client)
        yield WebsocketEndHook(self.flow)
        self.flow.live = False


def as_content(message: websocket.WebSocketMessage) -> str | bytes:
    return message.text if message.is_text else message.content
