"""Addresses: where we listen, and how clients on this machine write it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeai_proxy.settings import ServerSettings

LOOPBACK = "127.0.0.1"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def reached(host: str) -> str:
    """Where a listener on `host` is reached: one on all interfaces, by loopback."""
    return EVERYWHERE.get(host, host)


def url(host: str, port: int) -> str:
    """`http://HOST:PORT`."""
    host = reached(host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listeners(server: ServerSettings) -> Iterator[tuple[str, str, int]]:
    """Flag, host and port of each listener."""
    yield "--port", server.host, server.port
    if server.reverse_port is not None:
        yield "--reverse-port", server.host, server.reverse_port
    if server.metrics_port is not None:
        yield "--metrics-port", LOOPBACK, server.metrics_port


def why_not_listen(host: str, port: int) -> OSError | None:
    """What the system says against listening on `host`:`port` now."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # elsewhere this option takes a port away from who has it
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as why:
        return why
    return None
