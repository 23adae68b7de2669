"""Each kind of abort as a client sees it: on HTTP/1.1 with and without TLS and on HTTP/2, early and late."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import get_args

import h2.errors
import h2.events
import pytest

from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.steps import Abort, AbortKind, Data, Head, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.proxy.breaking import KINDS

from .origin import SSE_HEAD, Origin, chunked, origin
from .serving import Serving, serving
from .wire import Http2, dial, drain, get, whole

ABORTS = {
    "close": Abort(),
    "reset": Abort("reset"),
    "silent": Abort("silent"),
    "stream": Abort("stream", 7),
    "goaway": Abort("goaway", 11, 5),
    "goaway-here": Abort("goaway", 0),
}
HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
upstream: list[Origin] = []
upstream_left = threading.Event()


class Breaking:
    """Lets the head and one piece of a live reply through, then breaks it off."""

    def __init__(self, abort: Abort) -> None:
        self.abort = abort

    def feed(self, step: Step) -> Iterable[Step]:
        return (step, self.abort) if isinstance(step, Data) else (step,)

    def close(self) -> None: ...


def answer(request: Request) -> Answer:
    """/<when>/<abort>: at once, in the middle of a reply of ours, or of a live one."""
    if request.path == "/whole":
        return whole(request)
    _, when, name = request.path.split("/")
    match when:
        case "before":
            return iter([Wait(0.001), ABORTS[name]])
        case "within":
            return iter([Head(200), Data(b"abc"), Wait(0.001), ABORTS[name]])
        case _:
            return Forward(upstream[0].url, Pipeline(Breaking(ABORTS[name])))


def endless(write: Callable[[bytes], object]) -> None:
    write(SSE_HEAD)
    try:
        while True:
            write(chunked(b"abc" * 1000))
    except OSError:
        upstream_left.set()


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with origin(endless) as up, serving(confdir, answer) as running:
        upstream[:] = [up]
        yield running


def test_every_kind_is_in_the_table() -> None:
    assert KINDS.keys() == set(get_args(AbortKind))


HOW = {
    "close": {"plain": "close", "http/1.1": "close"},
    "reset": {"plain": "reset", "http/1.1": "reset"},
    "silent": {"plain": "close", "http/1.1": "silent"},
    "stream": {"plain": "close", "http/1.1": "close"},
    "goaway": {"plain": "close", "http/1.1": "close"},
}


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
@pytest.mark.parametrize("name", HOW)
def test_http_1_ends_as_told(proxy: Serving, name: str, protocol: str) -> None:
    with dial(proxy, protocol) as sock:
        sock.sendall(get(f"/before/{name}"))
        assert drain(sock) == (b"", HOW[name][protocol])
    with dial(proxy, protocol) as sock:
        sock.sendall(get(f"/within/{name}"))
        assert drain(sock) == (HEAD + b"3\r\nabc\r\n", HOW[name][protocol])


@pytest.mark.parametrize(("name", "code"), [("close", 2), ("stream", 7)])
@pytest.mark.parametrize("when", ["before", "within", "live"])
def test_http_2_resets_the_stream_and_no_other(proxy: Serving, name: str, code: int, when: str) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask(f"/{when}/{name}")
        http2.ask("/whole", 3)
        assert http2.wait(h2.events.StreamReset).error_code == code
        assert http2.body(3) == b"0"


@pytest.mark.parametrize(("name", "code", "last"), [("goaway", 11, 5), ("goaway-here", 0, 1)])
@pytest.mark.parametrize("when", ["before", "within", "live"])
def test_http_2_goes_away(proxy: Serving, name: str, code: int, last: int, when: str) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask(f"/{when}/{name}")
        event = http2.wait(h2.events.ConnectionTerminated)
        assert (event.error_code, event.last_stream_id) == (code, last)
        assert drain(sock)[1] == "close"


@pytest.mark.parametrize(("name", "how"), [("reset", ConnectionResetError), ("silent", ssl.SSLEOFError)])
@pytest.mark.parametrize("when", ["before", "within"])
def test_http_2_loses_its_connection(proxy: Serving, name: str, how: type[Exception], when: str) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask(f"/{when}/{name}")
        with pytest.raises(how):
            http2.wait(h2.events.StreamEnded)


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
@pytest.mark.parametrize("name", HOW)
def test_a_live_reply_ends_on_both_sides(proxy: Serving, name: str, protocol: str) -> None:
    upstream_left.clear()
    with dial(proxy, protocol) as sock:
        sock.sendall(get(f"/live/{name}"))
        got, how = drain(sock)
    assert how == HOW[name][protocol]
    assert b"abc" in got
    assert not got.endswith(b"0\r\n\r\n")
    assert upstream_left.wait(10)


def test_a_connection_that_ends_in_silence_takes_the_other_streams_with_it(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/live/close", 1)
        http2.ask("/within/silent", 3)
        with pytest.raises(ssl.SSLEOFError):
            http2.wait(h2.events.StreamEnded)
