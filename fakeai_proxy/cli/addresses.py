"""Addresses as clients on this machine write them."""

from __future__ import annotations

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def reached(host: str) -> str:
    """Where a listener on `host` is reached: one on all interfaces, by loopback."""
    return EVERYWHERE.get(host, host)


def url(host: str, port: int) -> str:
    """`http://HOST:PORT`."""
    host = reached(host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
