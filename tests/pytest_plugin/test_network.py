from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from fakeai_proxy.pytest_plugin.network import Guard, guarded

INTERNET = socket.AF_INET


def test_only_what_is_allowed() -> None:
    guard = Guard(allowed=["10[.]", "good[.]example"], always=[("127.0.0.1", 8080)])
    for address in (("10.0.0.1", 80), ("127.0.0.1", 8080)):
        guard.connect(INTERNET, address)
    for family, address in (
        (INTERNET, ("127.0.0.1", 8081)),
        (socket.AF_INET6, ("::1", 80, 0, 0)),
        (socket.AF_UNIX, b"/tmp/x"),
    ):
        with pytest.raises(RuntimeError, match="Network is disabled for host"):
            guard.connect(family, address)


def test_a_name_allows_its_addresses() -> None:
    guard = Guard(allowed=["good[.]example"])
    found: list[Any] = [(INTERNET, socket.SOCK_STREAM, 6, "", ("93.184.0.1", 443))]
    guard.looked_up("bad.example", found)
    with pytest.raises(RuntimeError):
        guard.connect(INTERNET, ("93.184.0.1", 443))
    guard.looked_up("good.example", found)
    guard.connect(INTERNET, ("93.184.0.1", 443))


def test_the_proxy_is_told_in_its_own_way() -> None:
    """asyncio hands its caller an OSError alone."""
    guard = Guard(
        allowed=[], ours=lambda host: True, is_proxys=lambda thread: thread is threading.main_thread()
    )
    guard.look_up("api.openai.com", 0)
    with pytest.raises(ConnectionRefusedError):
        guard.connect(INTERNET, ("10.0.0.1", 80))


def test_providers_are_refused_or_noticed() -> None:
    noticed: list[str] = []
    ours = "api.openai.com".__eq__
    for host, flags in (
        ("API.openai.com", 0),
        (b"api.openai.com", 0),
        ("api.openai.com", socket.AI_PASSIVE),
        (None, 0),
    ):
        Guard(ours=ours, noticed=noticed.append).look_up(host, flags)
    assert noticed == ["API.openai.com", "api.openai.com"]
    with pytest.raises(RuntimeError, match="asked past the proxy"):
        Guard(ours=ours).look_up("api.openai.com", 0)


def test_sockets_are_as_before_afterwards() -> None:
    before = dict(vars(socket.socket)), socket.getaddrinfo
    with guarded(Guard(allowed=[])), guarded(Guard(allowed=["127[.]"])):
        with socket.socket() as one, pytest.raises(RuntimeError):
            one.connect(("127.0.0.1", 9))
        with socket.socket() as one, pytest.raises(RuntimeError):
            one.connect_ex(("127.0.0.1", 9))
    assert (dict(vars(socket.socket)), socket.getaddrinfo) == before
