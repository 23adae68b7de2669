"""What a client reads of steps that break the rules of HTTP."""

from __future__ import annotations

import asyncio
import math
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic

import h2.events
import h2.exceptions
import pytest

from fakeai_proxy.core.exchange import Answer, Forward, Injected, Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Hold, Raw, Sign, Step, Wait
from fakeai_proxy.core.transform import Pipeline

from .origin import SSE_HEAD, Origin, chunked, origin
from .serving import Serving, serving
from .wire import Http2, dial, drain, get, until, whole

OK = Head(200)
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
upstream: list[Origin] = []
left = {"made": threading.Event(), "live": threading.Event(), "early": threading.Event()}


def sized(size: int) -> Head:
    return Head(200, (("content-length", str(size)),))


def noting_turns() -> Iterator[Step]:
    """Says whether the event loop went round while it waited."""
    turned: list[bytes] = []
    asyncio.get_running_loop().call_soon(turned.append, b"waited")
    yield Wait(0.004)
    yield OK
    yield Data(turned[0] if turned else b"at once")
    yield End()


class Forever:
    """Closes `left` when its exchange is over."""

    def __init__(self, change: Callable[[Step], Iterable[Step]]) -> None:
        self.change = change

    def feed(self, step: Step) -> Iterable[Step]:
        return self.change(step)

    def close(self) -> None:
        left["live"].set()


def stall() -> Iterator[Step]:
    try:
        yield from (OK, Data(b"abc"), Wait(math.inf), Data(b"never"))
    finally:
        left["made"].set()


REPLIES: dict[str, list[Step]] = {
    "/raw": [OK, Data(b"abc"), Raw(b"zz\r\nnot a chunk\r\n"), Data(b"d"), Abort()],
    "/apart": [OK, Data(b"a"), Wait(0), Data(b"b"), Data(b"b"), Wait(0), Data(b"c"), Abort()],
    "/raw-first": [Raw(b"HTTP/9 what\r\n\r\n"), Abort()],
    "/too-short": [sized(2), Data(b"abcd"), End()],
    "/too-long": [sized(9), Data(b"abc"), End()],
    "/too-long-paced": [sized(9), Data(b"a"), Wait(0.001), Data(b"bc"), End()],
    "/no-terminal-chunk": [OK, Data(b"abc"), Abort()],
    "/odd": [
        Head(200, (("X-oDD", "1"), ("x-twice", "a"), ("x-twice", "b"), ("x-bytes", "\udcff\udc80"))),
        Abort(),
    ],
    "/odd-length": [Head(200, (("Content-Length", "3"),)), Data(b"abc"), End()],
    "/own-framing": [Head(200, (("Transfer-Encoding", "gzip"),)), Data(b"abc"), Abort()],
    "/reason": [Head(401, (("content-length", "0"),), "PermissionDenied"), End()],
    "/later": [Wait(0.01), OK, Data(b"abc"), End()],
}


class Held:
    """Stands where the experiments stand: each reply that waits for it is let go at the first look."""

    def __init__(self) -> None:
        self.hold = Hold()

    def look(self) -> None:
        """Somebody waits."""
        self.hold.release()

    def connection(self, *asked: object) -> None: ...

    def steps(self, *more: Step) -> tuple[Step, ...]:
        """What a fault makes of a piece: signs of life, and waits without an end."""
        self.hold = hold = Hold()
        signs = Wait(math.inf, hold), Sign(b"a sign", hold), Wait(math.inf, hold)
        return Wait(0.001), Data(b"b"), *signs, Data(b"c"), Wait(math.inf, hold), Data(b"d"), *more


experiments = Held()


def answer(request: Request) -> Answer | Injected:
    match request.path:
        case "/held":
            return iter((OK, Data(b"a"), *experiments.steps(End())))
        case "/held-live":
            made = experiments.steps(Abort())
            return live(lambda step: (Data(b"a"), *made) if isinstance(step, Data) else (step,))
        case "/stall":
            return stall()
        case "/stall-live":
            return live(lambda step: (step, Wait(math.inf)) if isinstance(step, Data) else (step,))
        case "/early-end":
            return live(lambda step: (step, End()) if isinstance(step, Data) else (step,))
        case "/raw-live":
            return live(lambda step: (Raw(b"!"), Abort()) if isinstance(step, Data) else (step,))
        case "/slow-answer":
            asked = monotonic()
            while monotonic() < asked + 0.005:
                pass  # what it takes to find the answer
            return noting_turns()
        case "/injected":
            return Injected(iter(REPLIES["/later"]), ["stream.late"])
        case path if path in REPLIES:
            return iter(REPLIES[path])
    return whole(request)


def live(change: Callable[[Step], Iterable[Step]]) -> Forward:
    return Forward(upstream[0].url, Pipeline(Forever(change)))


def endless(write: Callable[[bytes], object]) -> None:
    write(SSE_HEAD)
    try:
        while True:
            write(chunked(b"abc" * 1000))
    except OSError:
        left["early"].set()


class Watching:
    """Somebody else's addon, which sees every response."""

    seen: list[dict[str, object]] = []  # noqa: RUF012

    def response(self, flow: object) -> None:
        self.seen.append(dict(flow.metadata))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with origin(endless) as up, serving(confdir, answer, (Watching(),), chaos=experiments) as running:
        upstream[:] = [up]
        yield running


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("/raw", CHUNKED + b"3\r\nabc\r\nzz\r\nnot a chunk\r\n1\r\nd\r\n"),
        ("/raw-first", b"HTTP/9 what\r\n\r\n"),
        ("/apart", CHUNKED + b"1\r\na\r\n2\r\nbb\r\n1\r\nc\r\n"),
        ("/no-terminal-chunk", CHUNKED + b"3\r\nabc\r\n"),
        (
            "/odd",
            b"HTTP/1.1 200 OK\r\nX-oDD: 1\r\nx-twice: a\r\nx-twice: b\r\nx-bytes: \xff\x80\r\n"
            b"transfer-encoding: chunked\r\n\r\n",
        ),
        ("/own-framing", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc"),
    ],
)
@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_the_bytes_of_http_1(proxy: Serving, path: str, raw: bytes, protocol: str) -> None:
    with dial(proxy, protocol) as sock:
        sock.sendall(get(path))
        assert drain(sock) == (raw, "close")


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("/too-short", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabcd"),
        ("/too-long", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"),
        ("/too-long-paced", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"),
        ("/odd-length", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
        ("/reason", b"HTTP/1.1 401 PermissionDenied\r\ncontent-length: 0\r\n\r\n"),
    ],
)
def test_a_length_is_told_as_it_is_and_the_connection_stays(proxy: Serving, path: str, raw: bytes) -> None:
    """Told too long, a client waits for the rest: what comes next is the answer to its next request."""
    with dial(proxy, "plain") as sock:
        sock.sendall(get(path))
        got = b""
        while len(got) < len(raw):
            got += sock.recv(65_536)
        sock.sendall(get("/whole", "connection: close"))
        assert got + drain(sock)[0] == raw + b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n0"


def test_finding_the_answer_is_part_of_the_first_wait(proxy: Serving) -> None:
    with dial(proxy, "plain") as sock:
        sock.sendall(get("/slow-answer", "connection: close"))
        assert b"at once" in drain(sock)[0]


def test_http_2_takes_raw_bytes_for_a_piece_of_the_body(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/raw")
        assert http2.wait(h2.events.StreamReset)
        pieces = [event.data for event in http2.seen if isinstance(event, h2.events.DataReceived)]
        assert b"".join(pieces) == b"abczz\r\nnot a chunk\r\nd"


def test_http_2_has_nothing_raw_before_its_head(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/raw-first")
        assert http2.wait(h2.events.StreamReset)
        assert not [event for event in http2.seen if isinstance(event, h2.events.DataReceived)]


def test_http_2_tells_a_wrong_length_too(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/too-long")
        with pytest.raises(h2.exceptions.InvalidBodyLengthError):
            http2.wait(h2.events.StreamEnded)


def test_http_2_keeps_doubled_headers_and_their_bytes_in_lower_case(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.state.config.header_encoding = None
        http2.ask("/odd")
        headers = http2.wait(h2.events.ResponseReceived).headers
    assert [tuple(field) for field in headers if field[0].startswith(b"x-")] == [
        (b"x-odd", b"1"),
        (b"x-twice", b"a"),
        (b"x-twice", b"b"),
        (b"x-bytes", b"\xff\x80"),
    ]


@pytest.mark.parametrize("protocol", ["plain", "http/1.1", "h2"])
@pytest.mark.parametrize(("path", "over"), [("/stall", "made"), ("/stall-live", "live")])
def test_a_wait_without_end_lasts_until_the_client_leaves(
    proxy: Serving, path: str, over: str, protocol: str
) -> None:
    left[over].clear()
    with dial(proxy, protocol) as sock:
        if protocol == "h2":
            http2 = Http2(sock)
            http2.ask(path)
            assert http2.wait(h2.events.DataReceived)
            http2.ask("/later", 3)
            assert http2.body(3) == b"abc"  # the others go on
        else:
            sock.sendall(get(path))
            assert b"abc" in until(sock, b"abc")
        assert not left[over].is_set()
    assert left[over].wait(10)
    assert len(proxy.addon.stage.timers) == 0


@pytest.mark.parametrize("protocol", ["plain", "http/1.1", "h2"])
@pytest.mark.parametrize("path", ["/held", "/held-live"])
def test_a_wait_is_cut_short_when_what_holds_it_is_over(proxy: Serving, path: str, protocol: str) -> None:
    """What was to come meanwhile comes at once, and without the signs of life."""
    with dial(proxy, protocol) as sock:
        if protocol == "h2":
            http2 = Http2(sock)
            http2.ask(path)
            http2.wait(h2.events.StreamEnded if path == "/held" else h2.events.StreamReset)
            pieces = [event.data for event in http2.seen if isinstance(event, h2.events.DataReceived)]
            assert b"".join(pieces) == b"abcd"
        else:
            sock.sendall(get(path, "connection: close"))
            assert b"".join(re.findall(rb"[1-9]\r\n(.*?)\r\n", drain(sock)[0])) == b"abcd"
    assert len(proxy.addon.stage.timers) == 0


@pytest.mark.parametrize("protocol", ["plain", "h2"])
def test_a_live_reply_that_ends_early_is_not_read_to_its_end(proxy: Serving, protocol: str) -> None:
    left["early"].clear()
    with dial(proxy, protocol) as sock:
        if protocol == "h2":
            http2 = Http2(sock)
            http2.ask("/early-end")
            assert http2.body().startswith(b"abc")
        else:
            sock.sendall(get("/early-end"))
            assert until(sock, b"0\r\n\r\n").endswith(b"0\r\n\r\n")
            sock.sendall(get("/whole"))
            assert until(sock, b"\r\n\r\n0").endswith(b"\r\n\r\n0")
        assert left["early"].wait(10)


def test_raw_bytes_in_a_live_reply(proxy: Serving) -> None:
    with dial(proxy, "http/1.1") as sock:
        sock.sendall(get("/raw-live"))
        got, how = drain(sock)
    assert (got.endswith(b"\r\n\r\n!"), how) == (True, "close")


def test_a_fault_is_told_with_the_flow(proxy: Serving) -> None:
    with dial(proxy, "plain") as sock:
        sock.sendall(get("/injected"))
        assert until(sock, b"0\r\n\r\n")
    assert [flow["x-fakeai-fault"] for flow in Watching.seen if "x-fakeai-fault" in flow] == ["stream.late"]
