"""An upstream over TLS that speaks HTTP/2: many replies on one connection, and each frame it is told."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import h2.config
import h2.events
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from mitmproxy.certs import CertStore
from mitmproxy.proxy.layers.http._http_h2 import BufferedH2Connection

HEAD = [(b":status", b"200"), (b"content-type", b"text/event-stream")]


class Talk:
    """One connection of the origin, for `play` to speak by."""

    def __init__(self) -> None:
        self.state = BufferedH2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        self.paths: dict[int, str] = {}
        """Streams that are open, and what they asked."""

    def say(self, stream: int, body: bytes) -> None:
        self.state.send_data(stream, body)

    def end(self, stream: int) -> None:
        self.state.end_stream(stream)
        self.paths.pop(stream)


Play = Callable[[Talk, int, str], None]
"""What is said of a stream that asks a path; called again, for each open stream, when another is reset."""


@dataclass
class Http2Origin:
    """Its port, and what it was told."""

    port: int
    connections: int = 0
    unsent: dict[str, int] = field(default_factory=dict)
    """Bytes of each reply that its window did not let through."""
    resets: Queue[tuple[str, int]] = field(default_factory=Queue)
    """Path and code of each stream that was reset, in order."""
    left: Queue[None] = field(default_factory=Queue)
    """An item for each connection that ended."""

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


@contextmanager
def http2_origin(confdir: Path, play: Play, freed: Play) -> Iterator[Http2Origin]:
    """Serve until the block ends. `play` answers a request; `freed` is called for the streams that are still
    open when another one was reset. Its certificate is of the authority in `confdir`."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            here.connections += 1
            with suppress(OSError):  # a connection that breaks is what some faults are about
                converse(self.request, here, play, freed)
            here.left.put(None)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = certified(confdir).wrap_socket(server.socket, server_side=True)
        here = Http2Origin(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()


def converse(sock: Any, here: Http2Origin, play: Play, freed: Play) -> None:
    talk = Talk()
    talk.state.initiate_connection()
    sock.sendall(talk.state.data_to_send())
    while received := sock.recv(65_536):
        for event in talk.state.receive_data(received):
            match event:
                case h2.events.RequestReceived(stream_id=stream, headers=headers):
                    path = talk.paths[stream] = dict(headers)[":path"]
                    talk.state.send_headers(stream, HEAD)
                    play(talk, stream, path)
                case h2.events.StreamReset(stream_id=stream, error_code=code):
                    if (gone := talk.paths.pop(stream, None)) is not None:
                        here.resets.put((gone, int(code)))
                        for other, path in [*talk.paths.items()]:
                            freed(talk, other, path)
        said = talk.state.data_to_send()
        for stream, path in talk.paths.items():
            here.unsent[path] = sum(len(piece.data) for piece in talk.state.stream_buffers[stream])
        sock.sendall(said)


def certified(confdir: Path) -> ssl.SSLContext:
    """A server at localhost, by the authority of the proxies of this test run."""
    store = CertStore.from_store(confdir, "mitmproxy", 2048)
    entry = store.get_cert("localhost", [x509.DNSName("localhost")])
    key = entry.privatekey.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    file = confdir / "localhost.pem"
    file.write_bytes(key + entry.cert.to_pem())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.set_alpn_protocols(["h2"])
    return context
