"""Live replies of an upstream that speaks HTTP/2: what ends or stands still, and the rest of them."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest

from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.steps import Abort, Data, End, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.proxy.pace import BACKLOG
from fakeai_proxy.proxy.upstream_windows import WaitingConnection

from .http2_origin import Http2Origin, Talk, http2_origin
from .serving import Serving, serving
from .wire import Http2, dial, drain

CANCEL = 8
BIG = 4 * BACKLOG
ENDINGS: dict[str, Step] = {
    "/close": Abort(),
    "/stream": Abort("stream", 7),
    "/end": End(),
    "/reset": Abort("reset"),
    "/silent": Abort("silent"),
    "/goaway": Abort("goaway", 11, 5),
}
upstream: list[Http2Origin] = []


class After:
    """Lets the first piece of a reply through, and `then` comes."""

    def __init__(self, then: Step) -> None:
        self.then = then

    def feed(self, step: Step) -> Iterable[Step]:
        return (step, self.then) if isinstance(step, Data) else (step,)

    def close(self) -> None: ...


def answer(request: Request) -> Answer:
    if request.path == "/stall":
        return Forward(upstream[0].url, Pipeline(After(Wait(float("inf")))))
    if ending := ENDINGS.get(request.path):
        return Forward(upstream[0].url, Pipeline(After(ending)))
    return Forward(upstream[0].url, Pipeline())


def play(talk: Talk, stream: int, path: str) -> None:
    talk.say(stream, b"begun ")
    if path in ("/big", "/stall"):
        talk.say(stream, bytes(BIG))
    if path in ("/big", "/whole"):
        talk.end(stream)


def freed(talk: Talk, stream: int, path: str) -> None:
    talk.say(stream, b"done")
    talk.end(stream)


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, answer) as running, http2_origin(confdir, play, freed) as up:
        running.master.options.update(ssl_verify_upstream_trusted_ca=str(running.ca))
        upstream[:] = [up]
        yield running


@pytest.fixture
def origin(proxy: Serving) -> Http2Origin:
    """The upstream, with nothing told yet."""
    up = upstream[0]
    up.connections = 0
    for queue in (up.resets, up.left):
        while not queue.empty():
            queue.get()
    return up


@pytest.mark.parametrize(("path", "code"), [("/close", 2), ("/stream", 7), ("/end", None)])
def test_one_reply_ends_on_both_sides_and_another_goes_on(
    proxy: Serving, origin: Http2Origin, path: str, code: int | None
) -> None:
    """The other one goes on when upstream has heard of the end of the first."""
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/other", 1)
        assert http2.wait(h2.events.DataReceived, 1).data == b"begun "
        http2.ask(path, 3)
        assert http2.body(1) == b"done"
        if code is None:
            assert http2.body(3) == b"begun "
        else:
            assert http2.wait(h2.events.StreamReset, 3).error_code == code
        http2.ask("/whole", 5)
        assert http2.body(5) == b"begun "
    assert origin.resets.get(timeout=10) == (path, CANCEL)
    assert (origin.connections, origin.resets.empty()) == (1, True)


@pytest.mark.parametrize(
    ("path", "how"), [("/reset", ConnectionResetError), ("/silent", ssl.SSLEOFError), ("/goaway", None)]
)
def test_what_ends_the_connection_of_the_client_ends_its_stream_upstream(
    proxy: Serving, origin: Http2Origin, path: str, how: type[Exception] | None
) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/other", 1)
        assert http2.wait(h2.events.DataReceived, 1)
        http2.ask(path, 3)
        if how:
            with pytest.raises(how):
                http2.wait(h2.events.StreamEnded, 3)
        else:
            assert http2.wait(h2.events.ConnectionTerminated).error_code == 11
            assert drain(sock)[1] == "close"
    assert origin.resets.get(timeout=10) == (path, CANCEL)
    origin.left.get(timeout=10)


def test_a_reply_that_stands_still_holds_up_no_other(proxy: Serving, origin: Http2Origin) -> None:
    """Upstream sends more than may wait here, of both."""
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/stall", 1)
        assert http2.wait(h2.events.DataReceived, 1).data == b"begun "
        http2.ask("/big", 3)
        http2.state.increment_flow_control_window(2 * BIG)
        http2.state.increment_flow_control_window(2 * BIG, 3)
        http2.flush()
        assert len(http2.body(3)) == len(b"begun ") + BIG
        assert BIG - 3 * BACKLOG < origin.unsent["/stall"] <= BIG - BACKLOG
        http2.state.reset_stream(1, CANCEL)
        http2.flush()
        assert origin.resets.get(timeout=10) == ("/stall", CANCEL)
        http2.ask("/whole", 5)
        assert http2.body(5) == b"begun "
    assert origin.connections == 1


class Pair:
    """An upstream that sends all it may, and the connection that reads it."""

    def __init__(self) -> None:
        self.client = WaitingConnection(h2.config.H2Configuration(client_side=True))
        self.server = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.client.initiate_connection()
        self.server.initiate_connection()
        self.talk()

    def talk(self) -> None:
        self.server.receive_data(self.client.data_to_send())
        for event in self.client.receive_data(self.server.data_to_send()):
            if isinstance(event, h2.events.DataReceived):
                self.client.acknowledge_received_data(event.flow_controlled_length, event.stream_id)

    def ask(self, stream: int) -> None:
        pseudo = [(":method", "GET"), (":path", "/"), (":scheme", "https"), (":authority", "x")]
        self.client.send_headers(stream, pseudo, end_stream=True)
        self.talk()
        self.server.send_headers(stream, [(":status", "200")])

    def download(self, stream: int, size: int) -> int:
        """Send up to `size` bytes; what the window let through."""
        sent = 0
        while sent < size and (
            room := min(self.server.local_flow_control_window(stream), 16_384, size - sent)
        ):
            self.server.send_data(stream, bytes(room))
            sent += room
            self.talk()
            self.server.receive_data(self.client.data_to_send())
        return sent


def test_upstream_waits_with_what_is_not_read_and_with_nothing_else() -> None:
    pair = Pair()
    pair.ask(1)
    pair.ask(3)
    pair.client.withheld[1] = 0
    assert pair.download(1, BIG) == BACKLOG
    assert pair.download(3, BIG) == BIG
    pair.client.release(1)
    pair.talk()
    assert pair.download(1, BIG) == BIG


def test_nothing_is_given_back_twice() -> None:
    pair = Pair()
    pair.ask(1)
    pair.client.release(1)
    assert pair.client.data_to_send() == b""
