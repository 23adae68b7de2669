"""Tests that ask a provider, and do not run behind the proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .network import Guard
from .session import Session


def noticing(leaks: list[str], session: Session) -> Guard:
    """Lets everything through, and puts the providers that are asked into `leaks`."""
    return Guard(ours=lambda host: covers(session.loaded.settings({}).hosts)(host), noticed=leaks.append)


def covers(hosts: Iterable[str]) -> Callable[[str], bool]:
    """Whether a host is one of `hosts`, which may be patterns, at the port of HTTPS."""
    from fakeai_proxy.core.hosts import HostPattern

    patterns = [HostPattern.parse(host) for host in hosts]
    return lambda host: any(pattern.covers(host, 443) for pattern in patterns)
