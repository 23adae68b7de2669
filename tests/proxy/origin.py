"""An upstream of the test's own: raw bytes out, and every request seen."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Origin:
    """A loopback HTTP/1.1 server. `play(write)` sends one response; the connection closes after it."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def read_request(connection: socketserver.StreamRequestHandler) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = connection.rfile.readline()
        if not line:
            return head
        head += line
    size = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line), 0
    )
    return head + connection.rfile.read(size)


@contextmanager
def origin(
    play: Callable[[Callable[[bytes], object]], None], tls: ssl.SSLContext | None = None
) -> Iterator[Origin]:
    """Serve until the block ends; each connection in a thread."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            request = read_request(self)
            if request:
                here.requests.append(request)
                play(self.wfile.write)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        here = Origin(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()


def chunked(body: bytes) -> bytes:
    """One HTTP/1.1 chunk; the empty one ends the body."""
    return b"%x\r\n%s\r\n" % (len(body), body)


SSE_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
