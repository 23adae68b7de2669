"""Clients that see everything: HTTP/1.1 by hand, HTTP/2 by the h2 library, over TLS through CONNECT."""

from __future__ import annotations

import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import h2.config
import h2.connection
import h2.events

from tests.proxy.serving import Serving
from tests.proxy.wire import Socket, Tls

from .captured import Captured, Ended
from .framing import Framing

Http = Literal["1.1", "2"]
READ = 65536
ALPN = {"1.1": "http/1.1", "2": "h2"}


@dataclass(frozen=True)
class Sent:
    """A request on its way."""

    method: str
    host: str
    path: str
    headers: Iterable[tuple[str, str]]
    body: bytes

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The headers, with the length of the body."""
        length = [("content-length", str(len(self.body)))] if self.body else []
        return [*self.headers, *length]

    @property
    def http1(self) -> bytes:
        """All its bytes in HTTP/1.1."""
        head = "".join(f"{name}: {value}\r\n" for name, value in [("host", self.host), *self.fields])
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + self.body


class Refused(Exception):
    """There is no tunnel: CONNECT was answered by something else, or TLS failed."""

    def __init__(self, captured: Captured) -> None:
        self.captured = captured


class Tunnel(Tls):
    """A connection that tells how it ended."""

    def settimeout(self, seconds: float) -> None:
        self.plain.settimeout(seconds)

    def close(self) -> None:
        self.plain.close()


def tunnel(proxy: Serving, host: str, http: Http, patience: float, scope: str = "") -> Tunnel:
    """TLS to `host` through the proxy, as its user `scope`. Raises Refused."""
    plain = socket.create_connection(proxy.at.proxy, timeout=patience)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    user = f"proxy-authorization: Basic {b64encode(f'{scope}:'.encode()).decode()}\r\n" if scope else ""
    plain.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nhost: {host}:443\r\n{user}\r\n".encode())
    answered = Captured()
    framing, begun = Framing(answered), time.monotonic()
    while not framing.headed:
        if ended := receive(plain, framing, begun):
            plain.close()
            answered.ended = ended
            raise Refused(answered)
    if answered.status != 200:
        answered.ended = Ended("connect")
        while not (framing.complete or receive(plain, framing, begun)):
            pass
        plain.close()
        raise Refused(answered)
    trust = ssl.create_default_context(cafile=proxy.ca)
    trust.set_alpn_protocols([ALPN[http]])
    try:
        return Tunnel(plain, trust, host)
    except OSError as why:  # also ssl.SSLError
        plain.close()
        raise Refused(Captured(Ended("tls", why=str(why)))) from None


def receive(connection: Socket, framing: Framing, begun: float) -> Ended | None:
    """Hand on what comes next; how it ended, if it did."""
    received, ended = read(connection)
    framing.now = time.monotonic() - begun
    if received:
        framing.feed(received)
    return ended


def read(connection: Socket) -> tuple[bytes, Ended | None]:
    """The next bytes, or how there are none."""
    try:
        received = connection.recv(READ)
    except TimeoutError:
        return b"", Ended("stalled")
    except ssl.SSLEOFError:
        return b"", Ended("ragged")
    except ssl.SSLError as why:
        return b"", Ended("tls", why=str(why))
    except ConnectionError:
        return b"", Ended("reset")
    return received, None if received else Ended("eof")


# ── HTTP/1.1 ───────────────────────────────────────────────────────────────────────────────────


def over_http1(connection: Tunnel, sent: Sent, linger: float = 0) -> Captured:
    """One exchange; after its end wait `linger` seconds for what may still come."""
    captured = Captured()
    framing, begun = Framing(captured), time.monotonic()
    try:
        connection.sendall(sent.http1)
    except ConnectionError:
        captured.ended = Ended("reset")
        return captured
    while not framing.complete:
        if ended := receive(connection, framing, begun):
            captured.ended = ended
            return captured
    captured.ended = Ended("complete")
    if linger:
        connection.settimeout(linger)
        while not (ended := receive(connection, framing, begun)):
            pass
        captured.ended = captured.ended if ended.how == "stalled" else ended
    return captured


# ── HTTP/2 ─────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def http2_connection(connection: Tunnel) -> Iterator[h2.connection.H2Connection]:
    """The client's side of `connection`, which has said hello."""
    config = h2.config.H2Configuration(client_side=True, header_encoding="utf-8")
    protocol = h2.connection.H2Connection(config)
    protocol.initiate_connection()
    connection.sendall(protocol.data_to_send())
    yield protocol


def over_http2(connection: Tunnel, sent: Sent, linger: float = 0) -> Captured:
    """One exchange on a connection of its own; `linger` as above."""
    with http2_connection(connection) as protocol:
        pseudo = [
            (":method", sent.method),
            (":path", sent.path),
            (":scheme", "https"),
            (":authority", sent.host),
        ]
        protocol.send_headers(1, [*pseudo, *sent.fields], end_stream=not sent.body)
        if sent.body:
            protocol.send_data(1, sent.body, end_stream=True)
        try:
            connection.sendall(protocol.data_to_send())
        except ConnectionError:
            return Captured(Ended("reset"))
        return read_http2(connection, protocol, linger)


def read_http2(connection: Tunnel, protocol: h2.connection.H2Connection, linger: float) -> Captured:
    captured, begun, ended = Captured(), time.monotonic(), None
    while ended is None or linger:
        received, stopped = read(connection)
        captured.raw += received
        if stopped:
            # What the frames said weighs more than how the connection went after them.
            captured.ended = ended or stopped
            return captured
        for event in protocol.receive_data(received):
            match event:
                case h2.events.ResponseReceived(headers=headers):
                    captured.status = int(dict(headers)[":status"])
                    captured.headers = [(name, value) for name, value in headers if name[:1] != ":"]
                case h2.events.DataReceived(data=piece):
                    protocol.acknowledge_received_data(event.flow_controlled_length, 1)
                    captured.body += piece
                    captured.pieces.append(piece)
                    captured.times.append(time.monotonic() - begun)
                case _:
                    ended = how_http2_ended(event) or ended
        try:
            connection.sendall(protocol.data_to_send())
        except ConnectionError:  # the reset met what we had to say first
            captured.ended = ended or Ended("reset")
            return captured
        if ended and linger:
            connection.settimeout(linger)
    captured.ended = ended
    return captured


def how_http2_ended(event: h2.events.Event) -> Ended | None:
    match event:
        case h2.events.StreamEnded():
            return Ended("complete")
        case h2.events.StreamReset(error_code=code):
            return Ended("stream", int(code or 0))
        case h2.events.ConnectionTerminated(error_code=code, last_stream_id=last):
            return Ended("goaway", int(code or 0), last)
    return None
