"""Which hosts are ours. All others are tunnelled unopened."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fakeai_proxy.core.hosts import HostPattern

LOCAL = "fakeai.local"
"""Our own pages, through the forward proxy; never resolved, never forwarded."""


class Scope:
    """Host patterns (`*` is a wildcard) with an optional `:port`."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(map(HostPattern.parse, (*patterns, LOCAL)))
        self.covers = lru_cache(maxsize=1024)(self._covers)

    def _covers(self, host: str, port: int) -> bool:
        """`host:port` is one of ours."""
        return any(pattern.covers(host.lower(), port) for pattern in self._patterns)
