"""Who a request comes from, by the user of its proxy URL."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fakeai_proxy.core.exchange import Answer, Forward, Request

from .origin import Origin, origin
from .serving import Serving, serving
from .wire import Tls, connect, dial, drain, get, trusting, whole

BASIC = "proxy-authorization: Basic dGVzdC0xNzp4"  # test-17:x
upstream: list[Origin] = []
asked: list[Request] = []


def answer(request: Request) -> Answer:
    asked.append(request)
    return Forward(upstream[0].url) if request.path == "/live" else whole(request)


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    def play(write: object) -> None:
        write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")  # type: ignore[operator]

    with origin(play) as up, serving(confdir, answer) as running:
        upstream[:] = [up]
        yield running


def last() -> Request:
    assert "proxy-authorization" not in dict(asked[-1].headers)
    return asked[-1]


def test_the_user_of_the_tunnel_is_the_scope_of_all_its_requests(proxy: Serving) -> None:
    with socket.create_connection(proxy.at.proxy, timeout=20) as sock:
        assert b" 200 " in connect(sock, "api.openai.com", BASIC)
        tls = Tls(sock, trusting(proxy))
        for path, headers in [("/", ()), ("/live", ("connection: close",))]:
            tls.sendall(get(path, *headers))
            assert tls.recv(65_536)
            assert (last().path, last().scope) == (path, "test-17")
    assert b"proxy-authorization" not in upstream[0].requests[-1].lower()


def test_a_plain_request_through_the_proxy_has_its_own(proxy: Serving) -> None:
    with httpx.Client(proxy=proxy.proxy.replace("//", "//test-18:x@")) as client:
        assert client.get("http://api.openai.com/live").text == "ok"
    assert last().scope == "test-18"
    assert b"proxy-authorization" not in upstream[0].requests[-1].lower()


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_others_have_none(proxy: Serving, protocol: str) -> None:
    with dial(proxy, protocol) as sock:
        sock.sendall(get("/", "connection: close"))
        drain(sock)
    assert last().scope == ""


def test_users_are_forgotten_with_their_connections(proxy: Serving) -> None:
    with httpx.Client(proxy=proxy.proxy.replace("//", "//test-19:x@"), verify=trusting(proxy)) as client:
        assert client.get("https://api.openai.com/").status_code == 200
        assert "test-19" in proxy.addon.stage.faults.users.values()
    with httpx.Client(proxy=proxy.proxy, verify=trusting(proxy)) as client:  # time passes
        while "test-19" in proxy.addon.stage.faults.users.values():
            client.get("https://api.openai.com/")
