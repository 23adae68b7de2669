"""A tiny upstream: `python -m benchmarks.servers.upstream PORT`.

The static body for every request; for a GET of LARGE, 50 MB of JSON.
"""

from __future__ import annotations

import selectors
import socket
import sys
from contextlib import AbstractContextManager
from functools import cache
from random import Random
from threading import Thread

from benchmarks.payloads import ANSWER
from benchmarks.pin import client_core
from benchmarks.servers.mitmdump import PYTHONPATH
from benchmarks.servers.process import Server, free_port, serve

RESPONSE = (
    f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(ANSWER)}\r\n\r\n".encode()
    + ANSWER
)

LARGE = "/v1/files/file-large/content"
LARGE_BYTES = 50_000_000


@cache
def large() -> bytes:
    """A reply of LARGE_BYTES, of texts that are all different."""
    begin, end = b'{"data": ["', b'"]}'
    digits = Random(1).randbytes(LARGE_BYTES // 2).hex().encode()
    texts = b'", "'.join(digits[at : at + 64] for at in range(0, len(digits), 64))
    body = begin + texts[: LARGE_BYTES - len(begin) - len(end)] + end
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
    return head + body


def upstream() -> AbstractContextManager[Server]:
    """The upstream on the client's core: the proxy between them keeps its own."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.servers.upstream", str(port)]
    return serve("upstream", command, port, env=PYTHONPATH, core=client_core())


def request_end(received: bytes) -> int:
    """Offset after one whole request, -1 while it is incomplete."""
    head_end = received.find(b"\r\n\r\n")
    if head_end < 0:
        return -1
    head = received[: head_end + 2].lower()
    at = head.find(b"\r\ncontent-length:")
    size = int(head[at + 17 : head.index(b"\r\n", at + 2)]) if at >= 0 else 0
    end = head_end + 4 + size
    return end if len(received) >= end else -1


def main(port: int) -> None:
    """Serve until killed."""
    large()
    selector = selectors.DefaultSelector()
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    selector.register(listener, selectors.EVENT_READ)
    received: dict[socket.socket, bytes] = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                sock, _ = listener.accept()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(sock, selectors.EVENT_READ)
                received[sock] = b""
            else:
                _serve(key.fileobj, selector, received)  # type: ignore[arg-type]


def _serve(
    sock: socket.socket, selector: selectors.BaseSelector, received: dict[socket.socket, bytes]
) -> None:
    try:
        data = sock.recv(65_536)
    except ConnectionError:
        data = b""
    if not data:
        selector.unregister(sock)
        del received[sock]
        sock.close()
        return
    received[sock] += data
    while (end := request_end(received[sock])) >= 0:
        asked, received[sock] = received[sock][:end], received[sock][end:]
        if asked.startswith(b"GET " + LARGE.encode()):
            Thread(target=sock.sendall, args=(large(),)).start()  # the others need not wait for it
        else:
            sock.sendall(RESPONSE)


if __name__ == "__main__":
    main(int(sys.argv[1]))
