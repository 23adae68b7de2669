"""Which hosts are ours. All others are tunnelled unopened."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

LOCAL = "fakeai.local"
"""Our own pages, through the forward proxy; never resolved, never forwarded."""


class Scope:
    """Host patterns (`*` is a wildcard) with an optional `:port`."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(split(pattern.lower()) for pattern in (*patterns, LOCAL))
        self.covers = lru_cache(maxsize=1024)(self._covers)

    def _covers(self, host: str, port: int) -> bool:
        """`host:port` is one of ours."""
        return any(
            fnmatchcase(host.lower(), name) and wanted in (None, port) for name, wanted in self._patterns
        )


def split(pattern: str) -> tuple[str, int | None]:
    """`host:port` or `host` (any port). Raises ValueError on a port that is none."""
    host, colon, port = pattern.rpartition(":")
    if not colon:
        return pattern, None
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"'{pattern}' is not a host or host:port")
    return host, int(port)
