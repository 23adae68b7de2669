"""A WebSocket without an upstream: the client's messages to a session, its steps to the client."""

from __future__ import annotations

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

from fakeai_proxy.core.exchange import Session
from fakeai_proxy.core.steps import Abort, Close, Data, End, Head, Message, Raw, Step, Wait

from .pace import BACKLOG, PATIENCE, TURN

logger = logging.getLogger(__name__)

KEPT = 256
"""Messages a flow keeps for the user interface."""
PENDING = 1024
"""Messages that may wait for the session; a client that sends more is closed with 1008."""

Commands = layer.CommandGenerator[None]


def handshake(request: http.Request) -> http.Response:
    """The 101 that accepts `request` (RFC 6455, section 4.2.2), without extensions."""
    token = generate_accept_token(request.headers.get("sec-websocket-key", "").encode())
    fields = [(b"upgrade", b"websocket"), (b"connection", b"Upgrade"), (b"sec-websocket-accept", token)]
    if protocols := request.headers.get("sec-websocket-protocol"):
        fields.append((b"sec-websocket-protocol", protocols.split(",")[0].strip().encode()))
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
        self.wakeup: commands.RequestWakeup | None = None
        """What it waits for, if it waits."""

    def wait(self, seconds: float) -> Iterator[commands.RequestWakeup]:
        """The wakeup to ask for; none where the next step is due already."""
        now = time.monotonic()
        # After a pause the schedule starts afresh: a message is never due before it was asked for.
        self.due = max(self.due, now - seconds) + seconds
        if self.due > now:
            yield self.pause(self.due - now)

    def pause(self, seconds: float) -> commands.RequestWakeup:
        """The same, whatever is due."""
        self.wakeup = commands.RequestWakeup(seconds)
        return self.wakeup

    def close(self) -> None:
        """Free the answers."""
        for answer in self.answers:
            getattr(answer, "close", itertools.count)()
        self.answers.clear()


class SessionLayer(layer.Layer):
    """Plays a session in two lanes: what it says unasked, and its answers. Neither waits for the other."""

    def __init__(
        self, context: Context, flow: http.HTTPFlow, session: Session, backlog: Callable[[Context], int]
    ) -> None:
        super().__init__(context)
        self.flow, self.session, self.backlog = flow, session, backlog
        self.client = WebsocketConnection(ConnectionType.SERVER, [], conn=context.client)
        self.partial: list[str | bytes] = []
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
                    lane.wakeup = None
                    yield from self.play(lane)
        elif isinstance(event, WebSocketMessageInjected):
            yield from self.injected(event.message)
        elif isinstance(event, events.DataReceived | events.ConnectionClosed):
            self.client.receive_data(event.data if isinstance(event, events.DataReceived) else None)
            for frame in self.client.events():
                yield from self.received(frame)

    def received(self, frame: ws.Event) -> Commands:
        match frame:
            case ws.Message(data=data, message_finished=finished):
                self.partial.append(data)
                if finished:
                    yield from self.heard(self.joined())
            case ws.Ping():
                yield self.client.send2(frame.response())
            case ws.CloseConnection():
                yield from self.close(frame)

    def joined(self) -> str | bytes:
        parts, self.partial = self.partial, []
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

    def injected(self, message: websocket.WebSocketMessage) -> Commands:
        """A message that the user of mitmproxy adds, in either direction."""
        if message.from_client:
            yield from self.heard(as_content(message))
        else:
            yield from self.say(as_content(message))

    def answer(self, lane: Lane, ask: Callable[..., Iterable[Step]], *message: Message) -> Commands:
        try:
            lane.answers.append(iter(ask(*message)))
        except Exception:
            yield from self.fail()
        yield from self.play(lane)

    def play(self, lane: Lane) -> Commands:
        said = 0
        if lane.answers and lane.wakeup is None and self.backlog(self.context) > BACKLOG:
            yield lane.pause(PATIENCE)  # a client that does not read is told nothing more
        while self.open and lane.answers and lane.wakeup is None:
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
                        yield lane.pause(0)
                case Wait(seconds):
                    yield from lane.wait(seconds)
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
        del self.flow.websocket.messages[:-KEPT]
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
