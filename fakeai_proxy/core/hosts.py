"""Host patterns, `HOST` or `*.DOMAIN` (`*` is a wildcard), each with an optional `:PORT`; and base URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class HostPattern:
    """A host, and one port or any."""

    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> HostPattern:
        """`host:port` or `host` (any port). Raises ValueError on a port that is none."""
        host, colon, port = text.lower().rpartition(":")
        if not colon:
            return cls(text.lower())
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"'{text}' is not a host or host:port")
        return cls(host, int(port))

    def covers(self, host: str, port: int) -> bool:
        """`host`, in lower case, fits the pattern, and so does `port`."""
        return self.port in (None, port) and fnmatchcase(host, self.host)


def is_loopback(peer: str) -> bool:
    """`peer` is an address of this machine's own loopback; IPv4 within IPv6 counts by what it is."""
    from ipaddress import ip_address

    address = ip_address(peer.partition("%")[0])
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def lookup(table: Mapping[str, str], host: str, port: int) -> str | None:
    """The value at exactly `host:port`, else at exactly `host`, else at the first pattern that covers both.

    Keys are in lower case.
    """
    host = host.lower()
    for key in (f"{host}:{port}", host):
        if key in table:
            return table[key]
    return next((value for key, value in table.items() if HostPattern.parse(key).covers(host, port)), None)


def upstream_url(text: str) -> str:
    """`text` without a final slash. Raises ValueError where it is not http(s)://HOST[:PORT][/PATH]."""
    try:
        url = urlsplit(text)
        url.port  # noqa: B018 - a property that raises
    except ValueError:
        raise ValueError("not a URL; write http://127.0.0.1:8001") from None
    if url.username is not None or url.password is not None:
        raise ValueError("holds a user name or password; leave them out, clients send their own key")
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise ValueError("not a base URL; write http://127.0.0.1:8001")
    return text.rstrip("/")
