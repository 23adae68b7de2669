"""A WebSocket without an upstream, spoken by a real client."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from fakeai_proxy.core.exchange import Upgrade
from fakeai_proxy.core.steps import Abort, Data, End, Message, Step, Wait

from .serving import Serving, serving

freed = threading.Event()


class Parrot:
    """Greets, repeats, and obeys a few words."""

    def open(self) -> Iterable[Step]:
        return (Message("hello"),)

    def feed(self, message: Message) -> Iterable[Step]:
        match message.content:
            case "slow":
                return (Wait(0.002), Message("s"), Wait(0.002), Message("low"))
            case "bye":
                return (Message("bye"), End())
            case "break":
                return (Abort(),)
            case "wrong":
                return (Data(b""),)
            case "fail":
                raise ZeroDivisionError
            case "fail later":
                return map(self.divide, [message])
            case "forever":
                return self.forever()
            case _:
                return (message,)

    def divide(self, message: Message) -> Step:
        return Message(str(1 // 0))

    def forever(self) -> Iterator[Step]:
        try:
            yield Message("...")
            yield Wait(3600)
        finally:
            freed.set()


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, lambda _: Upgrade(Parrot())) as running:
        yield running


@pytest.fixture(params=["forward, TLS", "reverse"])
def socket(request: pytest.FixtureRequest, proxy: Serving) -> Iterator[ClientConnection]:
    if request.param == "reverse":
        url, options = proxy.reverse.replace("http", "ws") + "/v1/realtime", {"proxy": None}
    else:
        trust = ssl.create_default_context(cafile=proxy.ca)
        url, options = "wss://api.openai.com/v1/realtime", {"proxy": proxy.proxy, "ssl": trust}
    with connect(url, **options) as opened:  # type: ignore[arg-type]
        assert opened.recv() == "hello"
        yield opened


@pytest.mark.parametrize("content", ["text", b"bytes \x00", "x" * 100_000, ""])
def test_messages_go_both_ways(socket: ClientConnection, content: str | bytes) -> None:
    socket.send(content)
    assert socket.recv() == content


def test_a_message_in_fragments_is_one_message(socket: ClientConnection) -> None:
    socket.send(["frag", "men", "ts"])
    assert socket.recv() == "fragments"


def test_waits_keep_the_order(socket: ClientConnection) -> None:
    socket.send("slow")
    socket.send("next")
    assert [socket.recv() for _ in range(3)] == ["s", "low", "next"]


def test_ping_is_answered(socket: ClientConnection) -> None:
    assert socket.ping(b"are you there").wait(10)


def test_the_client_closes(socket: ClientConnection) -> None:
    socket.close(1001, "enough")
    assert socket.close_code == 1001


def test_the_session_closes(socket: ClientConnection) -> None:
    socket.send("bye")
    assert socket.recv() == "bye"
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1000


def test_an_abort_ends_without_a_close_frame(socket: ClientConnection) -> None:
    socket.send("break")
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=10)
    assert closed.value.rcvd is None


@pytest.mark.parametrize("word", ["wrong", "fail", "fail later"])
def test_our_own_failure_closes_with_1011(socket: ClientConnection, word: str) -> None:
    socket.send(word)
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1011


def test_a_client_that_leaves_frees_the_answers(socket: ClientConnection) -> None:
    freed.clear()
    socket.send("forever")
    assert socket.recv() == "..."
    socket.close()
    assert freed.wait(10)


def test_a_plain_request_is_told_what_the_path_speaks(proxy: Serving) -> None:
    got = httpx.get(f"{proxy.reverse}/v1/realtime")
    assert (got.status_code, got.headers["upgrade"]) == (426, "websocket")
