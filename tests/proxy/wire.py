"""Clients that see every byte, and how a connection ends."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import h2.config
import h2.connection
import h2.events

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Hold
from fakeai_proxy.faults import ConnectionFault, Phase

from .serving import Serving

HOST = "api.openai.com"
PATIENCE = 20


@dataclass
class Experiment:
    """Stands where the experiments stand: meets connections in the phases that it has faults for."""

    faults: dict[Phase, ConnectionFault] = field(default_factory=dict)
    asked: list[tuple[Phase, str, str]] = field(default_factory=list)

    scopes: list[str] = field(default_factory=list)

    hold: Hold = field(default_factory=Hold)

    def connection(
        self, phase: Phase, host: str, peer: str, scope: str = ""
    ) -> tuple[ConnectionFault, Hold] | None:
        self.asked.append((phase, host, peer))
        self.scopes.append(scope)
        fault = self.faults.get(phase)
        return fault and (fault, self.hold)

    def look(self) -> None:
        """It ends when the test says so."""


@contextmanager
def dial(proxy: Serving, protocol: str, host: str = HOST) -> Iterator[Socket]:
    """`plain`: the reverse listener; `http/1.1` or `h2`: TLS through a tunnel."""
    if protocol == "plain":
        with socket.create_connection(proxy.at.reverse or ("", 0), timeout=PATIENCE) as plain:
            yield plain
        return
    with socket.create_connection(proxy.at.proxy, timeout=PATIENCE) as plain:
        assert b" 200 " in connect(plain, host)
        yield Tls(plain, trusting(proxy, protocol), host)


def connect(plain: socket.socket, host: str = HOST, *headers: str) -> bytes:
    """Ask for a tunnel; what the proxy says."""
    lines = [f"CONNECT {host}:443 HTTP/1.1", f"host: {host}:443", *headers, "", ""]
    plain.sendall("\r\n".join(lines).encode())
    return plain.recv(65_536)


class Tls:
    """TLS over `plain`, which tells a reset from an end, and an end with close_notify from one without.

    An SSLSocket mixes these up, each version of Python in its own way.
    """

    def __init__(self, plain: socket.socket, trust: ssl.SSLContext, host: str = HOST) -> None:
        self.plain, self.incoming, self.outgoing = plain, ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = trust.wrap_bio(self.incoming, self.outgoing, server_hostname=host)
        self.run(self.tls.do_handshake)

    def run(self, action: Callable[[], Any]) -> Any:
        while True:
            try:
                return action()
            except ssl.SSLWantReadError:
                self.flush()
                if received := self.plain.recv(65_536):
                    self.incoming.write(received)
                else:
                    self.incoming.write_eof()
            finally:
                self.flush()

    def flush(self) -> None:
        if self.outgoing.pending:
            self.plain.sendall(self.outgoing.read())

    def sendall(self, data: bytes) -> None:
        self.run(lambda: self.tls.write(data))

    def recv(self, size: int) -> bytes:
        """b"" after close_notify; raises SSLEOFError where TCP ends without."""
        try:
            return bytes(self.run(lambda: self.tls.read(size)))
        except ssl.SSLZeroReturnError:
            return b""


Socket = socket.socket | Tls


def trusting(proxy: Serving, protocol: str = "http/1.1") -> ssl.SSLContext:
    """A client that trusts the authority of `proxy`."""
    trust = ssl.create_default_context(cafile=str(proxy.ca))
    trust.set_alpn_protocols([protocol])
    return trust


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", f"host: {HOST}", *headers, "", ""]).encode()


def post(path: str, size: int, *headers: str) -> bytes:
    """The head of a request with a body of `size` bytes."""
    lines = [f"POST {path} HTTP/1.1", f"host: {HOST}", f"content-length: {size}", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def drain(sock: Socket) -> tuple[bytes, str]:
    """All that comes, and how it ended: `close`, `silent` (TLS without close_notify) or `reset`."""
    got = bytearray()
    try:
        while piece := sock.recv(65_536):
            got += piece
    except ConnectionResetError:
        return bytes(got), "reset"
    except ssl.SSLEOFError:
        return bytes(got), "silent"
    return bytes(got), "close"


def until(sock: Socket, mark: bytes) -> bytes:
    """What comes, up to and with `mark` or the end."""
    got = bytearray()
    while mark not in got and (piece := sock.recv(65_536)):
        got += piece
    return bytes(got)


class Http2:
    """One HTTP/2 connection, frame by frame."""

    def __init__(self, sock: Socket) -> None:
        self.sock = sock
        self.state = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        self.state.initiate_connection()
        self.seen: list[Any] = []
        self.flush()
        assert self.wait(h2.events.RemoteSettingsChanged)  # what is left to say comes from the test alone

    def flush(self) -> None:
        if data := self.state.data_to_send():
            self.sock.sendall(data)

    def ask(self, path: str, stream: int = 1, body: bool = False) -> None:
        """A request; with a `body` still to come, a POST."""
        pseudo = [(":method", "POST" if body else "GET"), (":scheme", "https"), (":path", path)]
        self.state.send_headers(stream, [*pseudo, (":authority", HOST)], end_stream=not body)
        self.flush()

    def wait(self, kind: type, stream: int | None = None) -> Any:
        """The first event of `kind` (of `stream`), None where the connection ends before."""
        while True:
            for event in self.seen:
                if isinstance(event, kind) and stream in (None, getattr(event, "stream_id", None)):
                    self.seen.remove(event)
                    return event
            if not self.read():
                return None

    def read(self) -> bool:
        """More events; false at the end."""
        received = self.sock.recv(65_536)
        if received:
            self.seen += self.state.receive_data(received)
            self.flush()
        return bool(received)

    def body(self, stream: int = 1) -> bytes:
        """The rest of a reply that ends well."""
        got = bytearray()
        while True:
            for event in [event for event in self.seen if getattr(event, "stream_id", None) == stream]:
                self.seen.remove(event)
                if isinstance(event, h2.events.DataReceived):
                    got += event.data
                if isinstance(event, h2.events.StreamEnded):
                    return bytes(got)
            assert self.read(), "the connection ended"


def whole(request: Request) -> Iterator[Any]:
    """The answer of these tests: 200, and how many bytes of body were read."""
    said = str(len(request.body)).encode()
    return iter([Head(200, (("content-length", str(len(said))),)), Data(said), End()])
