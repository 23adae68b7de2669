"""Live replies through the same pipeline: paced, transformed, recorded, bounded."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx
import pytest
from mitmproxy import http

from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.proxy.changed import redirect

from .origin import SSE_HEAD, chunked, origin
from .serving import Serving, serving


class Tap:
    """Remembers the steps of one reply, and lets `change` replace each."""

    def __init__(self, change: Callable[[Step], Iterable[Step]] = lambda step: (step,)) -> None:
        self.change, self.seen = change, list[Step]()
        self.closed = threading.Event()

    def feed(self, step: Step) -> Iterable[Step]:
        self.seen.append(step)
        return self.change(step)

    def close(self) -> None:
        self.closed.set()


def ask(proxy: Serving, path: str = "/v1/x") -> httpx.Response:
    with httpx.Client(proxy=proxy.proxy, verify=ssl.create_default_context(cafile=proxy.ca)) as client:
        return client.get(f"https://api.openai.com{path}", headers={"authorization": "Bearer sk-real"})


def three_events(write: Callable[[bytes], object]) -> None:
    write(SSE_HEAD)
    for name in (b"a", b"b", b"c"):
        write(chunked(b"data: " + name + b"\n\n"))
    write(chunked(b""))


def whole(write: Callable[[bytes], object]) -> None:
    write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-upstream: yes\r\n\r\nok")


def forwarding(upstream: str, *transforms: Tap) -> Callable[[Request], Answer]:
    return lambda _: Forward(upstream, Pipeline(*transforms))


def test_a_live_reply_passes_without_a_pipeline(confdir: Path) -> None:
    with origin(whole) as up, serving(confdir, forwarding(up.url)) as proxy:
        got = ask(proxy)
    assert (got.text, got.headers["x-upstream"]) == ("ok", "yes")
    assert b"authorization: bearer sk-real" in up.requests[0].lower()
    assert f"host: 127.0.0.1:{up.port}".encode() in up.requests[0].lower()


def test_the_path_of_the_upstream_goes_in_front(confdir: Path) -> None:
    with origin(whole) as up, serving(confdir, forwarding(f"{up.url}/base/")) as proxy:
        ask(proxy, "/v1/models?limit=1")
    assert up.requests[0].startswith(b"GET /base/v1/models?limit=1 ")


@pytest.mark.parametrize(
    ("base", "asked", "path"),
    [
        ("/v1", "/v1/models?limit=1", "/v1/models?limit=1"),
        ("/v1/", "/v1", "/v1"),
        ("/v1", "/v1?x=/y", "/v1?x=/y"),
        ("/a/v1", "/v1/models", "/a/v1/models"),
        ("/v1", "/v1beta/models", "/v1/v1beta/models"),
        ("/v1", "/models", "/v1/models"),
        ("/v1/api", "/v1/models", "/v1/api/v1/models"),
        ("", "/v1/models", "/v1/models"),
        ("", "//x", "//x"),
    ],
)
def test_a_base_url_may_end_as_the_path_begins(base: str, asked: str, path: str) -> None:
    request = http.Request.make("GET", "https://api.openai.com/")
    request.path = asked
    redirect(request, f"http://127.0.0.1:8001{base}")
    assert request.path == path


@pytest.mark.parametrize("play", [three_events, whole])
def test_a_pipeline_sees_what_the_client_gets(confdir: Path, play: Callable[[object], None]) -> None:
    tap = Tap()
    with origin(play) as up, serving(confdir, forwarding(up.url, tap)) as proxy:
        got = ask(proxy)
    assert isinstance(tap.seen[0], Head)
    assert tap.seen[-1] == End()
    assert b"".join(step.body for step in tap.seen if isinstance(step, Data)) == got.content
    assert tap.closed.wait(10)


def test_a_transform_can_delay_change_and_cut_a_live_stream(confdir: Path) -> None:
    def disturb(step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            return (Head(206, (*step.headers, ("x-changed", "1"))),)
        if isinstance(step, Data):
            return (Wait(0.001), Data(step.body.upper()))
        return (step,)

    with origin(three_events) as up, serving(confdir, forwarding(up.url, Tap(disturb))) as proxy:
        got = ask(proxy)
    assert (got.status_code, got.headers["x-changed"]) == (206, "1")
    assert got.content == b"DATA: A\n\nDATA: B\n\nDATA: C\n\n"


def test_a_connection_that_upstream_ends_is_not_used_again(confdir: Path) -> None:
    """The reply is relayed without `connection: close`, which is between upstream and us."""
    both_asked = threading.Event()

    def once(write: Callable[[bytes], object]) -> None:
        if len(up.requests) == 2:
            both_asked.set()
        write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok")
        both_asked.wait(10)

    with origin(once) as up, serving(confdir, forwarding(up.url, Tap())) as proxy:
        with httpx.Client(base_url=proxy.reverse, timeout=30) as client:
            got = [client.get("/v1/x") for _ in range(2)]
    assert [(one.text, "connection" in one.headers) for one in got] == [("ok", False)] * 2


def test_an_older_upstream_is_relayed_in_the_version_of_the_client(confdir: Path) -> None:
    def old(write: Callable[[bytes], object]) -> None:
        write(b"HTTP/1.0 200 OK\r\n\r\nok")

    with origin(old) as up, serving(confdir, forwarding(up.url, Tap())) as proxy:
        got = httpx.get(f"{proxy.reverse}/v1/x")
    assert (got.http_version, got.headers["transfer-encoding"], got.text) == ("HTTP/1.1", "chunked", "ok")


def test_an_abort_in_a_live_stream_tells_both_sides(confdir: Path) -> None:
    cut = Tap(lambda step: (Data(b"half"), Abort()) if isinstance(step, Data) else (step,))
    with origin(three_events) as up, serving(confdir, forwarding(up.url, cut)) as proxy:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(proxy)
    assert cut.closed.wait(10)


def test_an_upstream_that_breaks_mid_stream_is_an_abort(confdir: Path) -> None:
    def break_off(write: Callable[[bytes], object]) -> None:
        write(SSE_HEAD + chunked(b"data: a\n\n"))

    tap = Tap()
    with origin(break_off) as up, serving(confdir, forwarding(up.url, tap)) as proxy:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(proxy)
    assert tap.seen[1:] == [Data(b"data: a\n\n"), Abort()]
    assert tap.closed.wait(10)


def test_an_upstream_that_cannot_be_reached_is_a_502_of_ours(confdir: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    tap = Tap()
    with serving(confdir, forwarding(url, tap)) as proxy:
        got = ask(proxy)
    assert got.status_code == 502
    assert got.json()["error"]["type"] == "server_error"
    assert tap.closed.wait(10)


def test_a_client_that_leaves_a_live_stream_closes_pipeline_and_upstream(confdir: Path) -> None:
    upstream_closed = threading.Event()

    def endless(write: Callable[[bytes], object]) -> None:
        write(SSE_HEAD)
        try:
            while True:
                write(chunked(b": keep-alive\n\n" * 1000))
        except OSError:
            upstream_closed.set()

    tap = Tap()
    with origin(endless) as up, serving(confdir, forwarding(up.url, tap)) as proxy:
        trust = ssl.create_default_context(cafile=proxy.ca)
        with httpx.Client(proxy=proxy.proxy, verify=trust) as client:
            with client.stream("GET", "https://api.openai.com/v1/x") as got:
                next(got.iter_bytes())
        assert tap.closed.wait(10)
        assert upstream_closed.wait(10)


def test_a_waiting_stream_lets_upstream_wait_in_its_socket(confdir: Path) -> None:
    """64 MiB arrive at once while the client waits: far less may be read into memory."""
    hold, release = b"x" * (1024 * 1024), Wait(3600)
    first = iter([True])
    stall = Tap(lambda step: (step, release) if isinstance(step, Data) and next(first, False) else (step,))
    blocked = threading.Event()

    def flood(write: Callable[[bytes], object]) -> None:
        write(SSE_HEAD)
        try:
            for sent in range(64):
                write(chunked(hold))
                flood.sent = sent  # type: ignore[attr-defined]
        except OSError:
            blocked.set()

    with origin(flood) as up, serving(confdir, forwarding(up.url, stall)) as proxy:
        trust = ssl.create_default_context(cafile=proxy.ca)
        with httpx.Client(proxy=proxy.proxy, verify=trust) as client:
            with client.stream("GET", "https://api.openai.com/v1/x") as got:
                next(got.iter_bytes())
        assert blocked.wait(10)
    assert sum(len(step.body) for step in stall.seen if isinstance(step, Data)) < 4 * len(hold)


def test_a_transform_that_fails_cuts_the_reply_and_nothing_else(
    confdir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(step: Step) -> Iterable[Step]:
        raise ZeroDivisionError

    with origin(three_events) as up, serving(confdir, forwarding(up.url, Tap(fail))) as proxy:
        with caplog.at_level(logging.CRITICAL), pytest.raises(httpx.RemoteProtocolError):
            ask(proxy)
        assert proxy.addon.stage.pipelines == {}
