"""One client connection."""

from __future__ import annotations

import socket

CONNECT_SECONDS = 5.0


class Refused(Exception):
    """A server answered other than 200, or hung up: the measurement is void."""


def connect(port: int) -> socket.socket:
    """A blocking TCP connection to 127.0.0.1 without Nagle's delay."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=CONNECT_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def check_status(received: bytes) -> None:
    """Raise Refused unless `received` begins an HTTP 200."""
    if not received.startswith(b"HTTP/1.1 200"):
        raise Refused(received[:400].decode("utf-8", "replace") or "the server closed the connection")


def answer_end(received: bytes) -> int:
    """Offset after a whole answer, by its content-length; -1 while the head is incomplete."""
    head_end = received.find(b"\r\n\r\n")
    if head_end < 0:
        return -1
    head = received[: head_end + 2].lower()
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        raise Refused(f"no content-length in {head.decode('latin-1')}")
    return head_end + 4 + int(head[at + 17 : head.index(b"\r\n", at + 2)])


def ask(port: int, request: bytes, seconds: float = 30.0) -> bytes:
    """One whole answer's body, on a connection of its own."""
    with connect(port) as sock:
        sock.settimeout(seconds)
        sock.sendall(request)
        received = b""
        while (end := answer_end(received)) < 0 or len(received) < end:
            data = sock.recv(1 << 20)
            received += data
            check_status(received if data else b"")
        return received[received.index(b"\r\n\r\n") + 4 : end]
