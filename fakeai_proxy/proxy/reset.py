"""A TCP connection that ends with RST instead of FIN."""

from __future__ import annotations

import asyncio
import socket
import struct

LINGER_NOTHING = struct.pack("ii", 1, 0)
"""l_onoff, l_linger (socket(7)): close discards what was not sent and resets the peer."""


def reset(transport: asyncio.Transport) -> None:
    """Abort `transport` so that its peer reads ECONNRESET."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOTHING)
    transport.abort()
