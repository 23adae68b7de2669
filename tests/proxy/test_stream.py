"""Steps as a real client reads them: HTTP/1.1 over a socket, HTTP/2 over TLS through CONNECT."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h2.connection
import h2.errors
import h2.events
import httpx
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Reply, Wait
from fakeai_proxy.proxy.stream import PacedStream

from .serving import Serving, serving

SSE = (("content-type", "text/event-stream"),)
closed = threading.Event()
poured = list[int]()
"""Bytes of each piece of the flood that was asked for."""


def endless() -> Iterator[Head | Data | Wait]:
    try:
        yield Head(200, SSE)
        yield Data(b"data: first\n\n")
        yield Wait(3600)
    finally:
        closed.set()


def flood() -> Iterator[Head | Data | Wait | End]:
    """Paced, and more than sockets hold."""
    yield Head(200, SSE)
    for _ in range(120):
        poured.append(60_000)
        yield Data(bytes(60_000))
        yield Wait(0.001)
    yield End()


def failing(*before: Head | Data | Wait) -> Iterator[Head | Data | Wait]:
    yield from before
    raise ZeroDivisionError("our own failure")


def answer(request: Request) -> Reply:
    body = b"a" * 300_000
    replies: dict[str, list[object]] = {
        "/whole": [Head(200, (("content-length", "2"),)), Data(b"o"), Data(b"k"), End()],
        "/late": [Wait(0.01), Head(201, (("content-length", "2"),)), Data(b"ok"), End()],
        "/paced": [Head(200, SSE), *(Wait(0.002), Data(b"data: x\n\n")) * 5, End()],
        "/instant": [Head(200, SSE), Data(b"data: a\n\n"), Data(b"data: b\n\n"), End()],
        "/large": [Head(200), *[Data(body), Wait(0.0)] * 4, End()],
        "/empty": [Head(204), End()],
        "/cut": [Head(200), Data(b"abc"), Wait(0.001), Abort()],
        "/cut-early": [Abort()],
        "/reset": [Head(200), Data(b"abc"), Wait(0.001), Abort("reset")],
        "/bad-head": [Head(200, (("content-length", None),)), Data(b"abc"), End()],
        "/message": [Head(200), Data(b"abc"), Wait(0.001), Message("not here")],
    }
    if request.path == "/raise":
        raise ZeroDivisionError("with a secret in it: sk-secret")
    if request.path == "/refuse":
        raise ApiError(418, "no")
    if request.path == "/endless":
        return endless()
    if request.path == "/flood":
        return flood()
    if request.path == "/fail-first":
        return failing()
    if request.path == "/fail-later":
        return failing(Head(200), Data(b"abc"), Wait(0.001))
    return iter(replies[request.path])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, answer) as running:
        yield running


class OneProtocol(ssl.SSLContext):
    """Offers one protocol by ALPN; httpx would offer both, and mitmproxy take the first."""

    only = "http/1.1"

    def set_alpn_protocols(self, _: object) -> None:
        super().set_alpn_protocols([self.only])


def options(proxy: Serving, protocol: str) -> dict[str, Any]:
    trust = OneProtocol(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(proxy.ca)
    trust.only = {"http/1.1": "http/1.1", "http/2": "h2"}[protocol]
    return {"proxy": proxy.proxy, "verify": trust, "http2": True, "base_url": "https://api.openai.com"}


def connect(proxy: Serving, protocol: str) -> httpx.Client:
    return httpx.Client(**options(proxy, protocol))


@pytest.fixture(params=["http/1.1", "http/2", "plain"])
def client(request: pytest.FixtureRequest, proxy: Serving) -> Iterator[httpx.Client]:
    plain = request.param == "plain"
    with httpx.Client(base_url=proxy.reverse) if plain else connect(proxy, request.param) as http:
        assert http.get("/whole").http_version.lower().startswith("http" if plain else request.param)
        yield http


def test_a_reply_that_is_due_at_once_is_sent_whole(client: httpx.Client) -> None:
    got = client.get("/whole")
    assert (got.status_code, got.content, got.headers["content-length"]) == (200, b"ok", "2")


def test_head_and_body_wait_together(client: httpx.Client) -> None:
    assert (client.get("/late").status_code, client.get("/late").text) == (201, "ok")


@pytest.mark.parametrize("path", ["/paced", "/instant"])
def test_a_stream_arrives_byte_for_byte(client: httpx.Client, path: str) -> None:
    expected = {"/paced": b"data: x\n\n" * 5, "/instant": b"data: a\n\ndata: b\n\n"}
    got = client.get(path)
    assert got.content == expected[path]
    assert got.headers["content-type"] == "text/event-stream"


def test_a_large_body_gives_way_to_others_and_arrives_whole(client: httpx.Client) -> None:
    assert client.get("/large").content == b"a" * 1_200_000


def test_a_reply_without_a_body(client: httpx.Client) -> None:
    assert client.get("/empty").status_code == 204


def test_head_requests_get_no_body(client: httpx.Client) -> None:
    assert client.head("/whole").content == b""


@pytest.mark.parametrize("path", ["/cut", "/reset", "/fail-later", "/message"])
def test_a_stream_that_breaks_off_is_seen_as_broken(client: httpx.Client, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError if path != "/reset" else httpx.TransportError):
        client.get(path)


@pytest.mark.parametrize("path", ["/cut-early", "/bad-head"])
def test_an_abort_before_the_head_sends_nothing(client: httpx.Client, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(path)


@pytest.mark.parametrize("path", ["/raise", "/fail-first"])
def test_our_own_failure_is_a_local_500_in_the_shape_of_the_provider(client: httpx.Client, path: str) -> None:
    got = client.get(path)
    assert got.status_code == 500
    assert got.json()["error"]["type"] == "server_error"
    assert "secret" not in got.text


def test_what_the_api_refuses_keeps_its_status(client: httpx.Client) -> None:
    assert client.get("/refuse").status_code == 418


def test_reset_is_a_tcp_rst(proxy: Serving) -> None:
    with socket.create_connection(proxy.at.reverse or ("", 0)) as plain:
        plain.sendall(b"GET /reset HTTP/1.1\r\nhost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            while plain.recv(4096):
                pass


def test_http_1_0_gets_no_chunks(proxy: Serving) -> None:
    with socket.create_connection(proxy.at.reverse or ("", 0)) as plain:
        plain.sendall(b"GET /paced HTTP/1.0\r\nhost: x\r\n\r\n")
        got = b"".join(iter(lambda: plain.recv(4096), b""))
    assert b"chunked" not in got
    assert got.endswith(b"data: x\n\n" * 5)


def test_a_client_that_does_not_read_is_told_no_more_than_fits(proxy: Serving) -> None:
    poured.clear()
    with socket.socket() as plain, httpx.Client(base_url=proxy.reverse) as other:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.connect(proxy.at.reverse or ("", 0))
        plain.sendall(b"GET /flood HTTP/1.1\r\nhost: x\r\n\r\n")
        for _ in range(200):  # time passes
            other.get("/whole")
        assert sum(poured) < 6_000_000


@pytest.mark.parametrize("protocol", ["http/1.1", "http/2"])
def test_a_client_that_leaves_frees_the_reply_at_once(proxy: Serving, protocol: str) -> None:
    closed.clear()
    with connect(proxy, protocol) as http, http.stream("GET", "/endless") as got:
        assert next(got.iter_bytes()) == b"data: first\n\n"
    assert closed.wait(10)
    assert proxy.addon.stage.replies == {}


def test_a_stream_that_is_reset_frees_the_reply_and_leaves_its_connection(proxy: Serving) -> None:
    closed.clear()
    with tunnel(proxy) as tls:
        http2 = h2.connection.H2Connection()
        http2.initiate_connection()
        ask_http2(http2, tls, 1, "/endless")
        assert read_http2(http2, tls, 1) == b"data: first\n\n"
        http2.reset_stream(1, h2.errors.ErrorCodes.CANCEL)
        ask_http2(http2, tls, 3, "/whole")
        assert closed.wait(10)
        assert read_http2(http2, tls, 3) == b"ok"


@contextmanager
def tunnel(proxy: Serving) -> Iterator[ssl.SSLSocket]:
    trust = ssl.create_default_context(cafile=proxy.ca)
    trust.set_alpn_protocols(["h2"])
    with socket.create_connection(proxy.at.proxy) as plain:
        plain.sendall(b"CONNECT api.openai.com:443 HTTP/1.1\r\n\r\n")
        assert b" 200 " in plain.recv(4096)
        with trust.wrap_socket(plain, server_hostname="api.openai.com") as tls:
            yield tls


def ask_http2(http2: h2.connection.H2Connection, tls: ssl.SSLSocket, stream: int, path: str) -> None:
    host = ("host", "api.openai.com")
    pseudo = [(":method", "GET"), (":scheme", "https"), (":path", path), (":authority", host[1])]
    http2.send_headers(stream, pseudo, end_stream=True)
    tls.sendall(http2.data_to_send())


def read_http2(http2: h2.connection.H2Connection, tls: ssl.SSLSocket, stream: int) -> bytes:
    while received := tls.recv(65536):
        for event in http2.receive_data(received):
            if isinstance(event, h2.events.DataReceived) and event.stream_id == stream and event.data:
                return bytes(event.data)
    return b""


def test_twenty_streams_on_one_http2_connection(proxy: Serving) -> None:
    async def ask_all() -> list[bytes]:
        async with httpx.AsyncClient(**options(proxy, "http/2")) as http:
            return [got.content for got in await asyncio.gather(*(http.get("/paced") for _ in range(20)))]

    assert asyncio.run(ask_all()) == [b"data: x\n\n" * 5] * 20


def test_a_burst_of_streams_takes_turns_and_arrives_whole(proxy: Serving) -> None:
    async def ask_all() -> list[bytes]:
        limits = httpx.Limits(max_connections=60)
        async with httpx.AsyncClient(base_url=proxy.reverse, limits=limits) as http:
            asked = (http.get(path) for path in ["/paced", "/late"] * 30)
            return [got.content for got in await asyncio.gather(*asked)]

    assert asyncio.run(ask_all()) == [b"data: x\n\n" * 5, b"ok"] * 30


@pytest.mark.parametrize("path", ["/whole", "/paced"])
def test_a_stream_that_is_over_leaves_nothing_to_the_garbage_collector(
    client: httpx.Client, path: str
) -> None:
    gc.collect()
    gc.disable()
    try:
        before = streams()
        for _ in range(3):
            client.get(path)
        left = streams() - before
        assert left <= 1, "the last one may still be on its way out"
    finally:
        gc.enable()


def streams() -> int:
    return sum(isinstance(one, PacedStream) for one in gc.get_objects())
