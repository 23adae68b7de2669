"""A WebSocket without an upstream, spoken by a real client.

The asyncio client: websockets' blocking one, with TLS, may wait for ever for a byte of a session ticket.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import Abort, Data, End, Fetch, Hold, Message, Step, Wait
from fakeai_proxy.proxy.websocket import LARGEST

from .origin import origin
from .serving import Serving, serving

pytestmark = pytest.mark.anyio
freed = threading.Event()


class Parrot:
    """Greets, repeats, and obeys a few words."""

    def open(self) -> Iterable[Step]:
        yield Message("hello")

    def feed(self, message: Message) -> Iterable[Step]:
        match message.content:
            case "slow":
                return (Wait(0.002), Message("s"), Wait(0.002), Message("low"))
            case str(url) if url.startswith("http"):
                return self.ask(url)
            case "never":
                return (Wait(3600), Message("at last"))
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

    def ask(self, url: str) -> Iterator[Step]:
        fetch = Fetch(url=url)
        yield fetch
        yield Message(fetch.found.body)

    def divide(self, message: Message) -> Step:
        return Message(str(1 // 0))

    def forever(self) -> Iterator[Step]:
        try:
            yield Message("...")
            yield Wait(3600)
        finally:
            freed.set()


class Talker:
    """Talks without end, every `pause` seconds, and listens meanwhile."""

    def __init__(self, pause: float, word: str) -> None:
        self.pause, self.word = pause, word

    def open(self) -> Iterator[Step]:
        try:
            while True:
                yield Message(self.word)
                yield from [Wait(self.pause)] if self.pause else []
        finally:
            freed.set()

    def feed(self, message: Message) -> Iterable[Step]:
        self.word = str(message.content)
        return (Message("heard"), Wait(0.001), Message("understood"))


class Slow:
    """Says in an hour what it was told, unless it is told more; all in its own time."""

    def __init__(self) -> None:
        self.told: list[str | bytes] = []
        self.hold = Hold()

    def open(self) -> Iterator[Step]:
        while True:
            while self.told:
                yield Wait(0)
                yield Message(self.told.pop(0))
            self.hold = Hold()
            yield Wait(3600, self.hold)

    def feed(self, message: Message) -> Iterable[Step]:
        self.told.append(message.content)
        self.hold.release()
        return ()


@pytest.fixture(scope="module")
def talkers(confdir: Path) -> Iterator[Serving]:
    """`/pausing` talks every millisecond, `/breathless` as fast as it can, `/slow` when told something."""

    def answer(request: Request) -> Upgrade:
        if request.path == "/slow":
            return Upgrade(Slow())
        return Upgrade(Talker(0.001, "tick") if request.path == "/pausing" else Talker(0, "x" * 100_000))

    with serving(confdir, answer) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, lambda _: Upgrade(Parrot())) as running:
        yield running


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["forward, TLS", "reverse"])
async def socket(request: pytest.FixtureRequest, proxy: Serving) -> AsyncIterator[ClientConnection]:
    if request.param == "reverse":
        url, options = proxy.reverse.replace("http", "ws") + "/v1/realtime", {"proxy": None}
    else:
        trust = ssl.create_default_context(cafile=proxy.ca)
        url, options = "wss://api.openai.com/v1/realtime", {"proxy": proxy.proxy, "ssl": trust}
    async with connect(url, **options) as opened:  # type: ignore[arg-type]
        assert await opened.recv() == "hello"
        yield opened


@pytest.mark.parametrize("content", ["text", b"bytes \x00", "x" * 100_000, ""])
async def test_messages_go_both_ways(socket: ClientConnection, content: str | bytes) -> None:
    await socket.send(content)
    assert await socket.recv() == content


async def test_a_message_in_fragments_is_one_message(socket: ClientConnection) -> None:
    await socket.send(["frag", "men", "ts"])
    assert await socket.recv() == "fragments"


async def test_waits_keep_the_order(socket: ClientConnection) -> None:
    await socket.send("slow")
    await socket.send("next")
    assert [await socket.recv() for _ in range(3)] == ["s", "low", "next"]


async def test_an_answer_that_waits_first_waits_too(socket: ClientConnection) -> None:
    await socket.send("never")
    await (await socket.ping())
    assert not socket.recv_messages.frames


async def test_another_server_is_asked_meanwhile(socket: ClientConnection) -> None:
    def answer(write: Callable[[bytes], object]) -> None:
        write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")

    with origin(answer) as there:
        await socket.send(there.url)
        await socket.send("next")
        assert [await socket.recv(), await socket.recv()] == [b"{}", "next"]


async def test_ping_is_answered(socket: ClientConnection) -> None:
    assert await (await socket.ping(b"are you there")) >= 0


async def test_the_client_closes(socket: ClientConnection) -> None:
    await socket.close(1001, "enough")
    assert socket.close_code == 1001


async def test_the_session_closes(socket: ClientConnection) -> None:
    await socket.send("bye")
    assert await socket.recv() == "bye"
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1000


async def test_an_abort_ends_without_a_close_frame(socket: ClientConnection) -> None:
    await socket.send("break")
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is None


@pytest.mark.parametrize("word", ["wrong", "fail", "fail later"])
async def test_our_own_failure_closes_with_1011(socket: ClientConnection, word: str) -> None:
    await socket.send(word)
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1011


async def test_a_client_that_leaves_frees_the_answers(socket: ClientConnection) -> None:
    freed.clear()
    await socket.send("forever")
    assert await socket.recv() == "..."
    await socket.close()
    assert await asyncio.to_thread(freed.wait, 10)


async def test_one_that_talks_without_end_listens(talkers: Serving) -> None:
    freed.clear()
    async with connect(talkers.reverse.replace("http", "ws") + "/pausing", proxy=None) as opened:
        assert [await opened.recv() for _ in range(3)] == ["tick"] * 3
        await opened.send("tock")
        heard = list[object]()
        while heard.count("tock") < 5 or "understood" not in heard:
            heard.append(await opened.recv())
        assert heard.index("heard") < heard.index("understood")
    assert await asyncio.to_thread(freed.wait, 10)


async def test_a_message_cuts_short_what_is_waited_for(talkers: Serving) -> None:
    async with connect(talkers.reverse.replace("http", "ws") + "/slow", proxy=None) as opened:
        for word in ("one", "two", "three"):
            await opened.send(word)
            assert await opened.recv() == word
        await opened.send("four")
        await opened.send("five")
        assert [await opened.recv(), await opened.recv()] == ["four", "five"]


async def test_a_message_that_is_too_large_closes_with_1009(talkers: Serving) -> None:
    async with connect(talkers.reverse.replace("http", "ws") + "/slow", proxy=None) as opened:
        with pytest.raises(ConnectionClosed):
            await opened.send("x" * (LARGEST + 1))
            await opened.recv()
        assert opened.close_code == 1009


async def test_a_key_among_the_protocols_is_not_repeated(talkers: Serving) -> None:
    url, offered = (
        talkers.reverse.replace("http", "ws") + "/slow",
        ["openai-insecure-api-key.ek_1", "realtime"],
    )
    async with connect(url, proxy=None, subprotocols=offered) as opened:  # type: ignore[arg-type]
        assert opened.subprotocol == "realtime"


async def test_a_client_that_does_not_read_is_told_no_more_than_fits(talkers: Serving) -> None:
    freed.clear()
    url = talkers.reverse.replace("http", "ws") + "/breathless"
    async with connect(url, proxy=None, close_timeout=0.01) as opened:
        assert [len(await opened.recv()) for _ in range(100)] == [100_000] * 100
    assert await asyncio.to_thread(freed.wait, 10)


def test_a_plain_request_is_told_what_the_path_speaks(proxy: Serving) -> None:
    got = httpx.get(f"{proxy.reverse}/v1/realtime")
    assert (got.status_code, got.headers["upgrade"]) == (426, "websocket")
