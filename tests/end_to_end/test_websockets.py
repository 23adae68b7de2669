"""The Realtime API recorded and replayed: a real client, over TLS, through the proxy."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.proxy.serving import Serving

from .recording import recording, replaying, rows

pytestmark = pytest.mark.anyio
KEY = "sk-proj-T3stT3stT3stT3stT3stT3st"
AUDIO = bytes(range(256)) * 8


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


async def realtime(socket: ServerConnection) -> None:
    """Greets, and answers each `response.create` with deltas that spell a key; then it closes on `bye`."""
    await socket.send(json.dumps({"type": "session.created", "session": {"id": "sess_1"}}))
    async for message in socket:
        asked = json.loads(message) if isinstance(message, str) else {"type": "audio"}
        match asked["type"]:
            case "response.create":
                for delta in ("the key is sk-proj-T3stT3st", "T3stT3stT3stT3st", " all right"):
                    told = {"type": "response.text.delta", "item_id": "item_1", "delta": delta}
                    await socket.send(json.dumps(told))
                await socket.send(json.dumps({"type": "response.done"}))
            case "audio":
                await socket.send(AUDIO)
            case "bye":
                await socket.close(1001, "as you like")


@contextmanager
def upstream() -> Iterator[str]:
    """`realtime` on a free port, in a thread."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    ports: list[int] = []
    over = asyncio.Event()

    async def run() -> None:
        async with serve(realtime, "127.0.0.1", 0) as server:
            ports.append(server.sockets[0].getsockname()[1])
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


@asynccontextmanager
async def talking(proxy: Serving) -> AsyncIterator[ClientConnection]:
    trust = ssl.create_default_context(cafile=proxy.ca)
    url = "wss://api.openai.com/v1/realtime?model=gpt-realtime"
    secret = {"authorization": f"Bearer {KEY}"}
    async with connect(url, proxy=proxy.proxy, ssl=trust, additional_headers=secret) as socket:
        yield socket


def create(**own: Any) -> str:
    return json.dumps({"type": "response.create", "response": {"instructions": "Speak."}, **own})


async def conversation(proxy: Serving, event_id: str) -> list[str | bytes]:
    """What the server says, and how it ends."""
    async with talking(proxy) as socket:
        heard = [await socket.recv()]
        await socket.send(create(event_id=event_id))
        heard += [await socket.recv() for _ in range(4)]
        await socket.ping()
        await socket.send([b"au", b"dio"])
        heard.append(await socket.recv())
        await socket.send('{"type": "bye"}')
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        heard.append(f"{socket.close_code} {socket.close_reason}")
        return heard


@pytest.fixture(scope="module")
def cassette(confdir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str | bytes]]:
    path = tmp_path_factory.mktemp("realtime") / "a.db"
    with upstream() as origin, recording(confdir, origin, path, **{"cassette.writer": "process"}) as proxy:
        heard = asyncio.run(conversation(proxy, "event_1"))

        async def leave() -> None:
            async with talking(proxy) as socket:
                await socket.recv()
                await socket.send(create())
                socket.transport.abort()

        asyncio.run(leave())
    return path, heard


@pytest.fixture(scope="module")
def replay(confdir: Path, cassette: tuple[Path, list[str | bytes]]) -> Iterator[Serving]:
    settings = {"cassette.on_exhausted": "cycle"}
    with replaying(confdir, cassette[0], **settings) as proxy:
        yield proxy


def test_it_is_recorded_message_by_message_without_the_key(cassette: tuple[Path, list[str | bytes]]) -> None:
    path, heard = cassette
    assert json.loads(heard[1])["delta"] == "the key is sk-proj-T3stT3st"  # relayed as it was
    assert heard[5:] == [AUDIO, "1001 as you like"]
    told = "SELECT sender, binary FROM message WHERE interaction_id = 1 ORDER BY idx"
    server, client = ("server", 0), ("client", 0)
    assert rows(path, told) == [server, client, *[server] * 4, ("client", 1), ("server", 1), client]
    replies = rows(
        path, "SELECT kind, status, end_kind, state FROM reply JOIN interaction ON id = interaction_id"
    )
    assert sorted(replies) == [("ws", 101, "client_abort", "quarantined"), ("ws", 101, "complete", "active")]
    assert rows(path, "SELECT trailers FROM reply WHERE end_kind = 'complete'") == [
        ('[["close-code", "1001"], ["close-reason", "as you like"], ["closed-by", "server"]]',)
    ]
    assert b"T3stT3st" not in path.read_bytes()


async def test_it_is_replayed_to_a_client_that_says_the_same(
    replay: Serving, cassette: tuple[Path, list[str | bytes]]
) -> None:
    heard = await conversation(replay, "event_of_another_run")
    spoken = "".join(json.loads(event)["delta"] for event in heard[1:4])
    assert spoken == "the key is «secret:openai_key:1» all right"
    assert (heard[0], heard[4:]) == (cassette[1][0], cassette[1][4:])


async def test_what_the_server_said_after_a_message_waits_for_it(replay: Serving) -> None:
    async with talking(replay) as socket:
        assert json.loads(await socket.recv())["type"] == "session.created"
        await socket.send(create())
        for _ in range(4):
            await socket.recv()
        await (await socket.ping())  # all that is to come has come
        assert not socket.recv_messages.frames
        await socket.send(b"audio")
        assert await socket.recv() == AUDIO


async def test_a_message_that_differs_ends_it_and_what_differs_is_told(replay: Serving) -> None:
    async with talking(replay) as socket:
        await socket.recv()
        await socket.send(create().replace("Speak.", "Shout."))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1008
        assert (
            'message 1 of the client differs from the recording: /response/instructions is "Shout."'
            in str(socket.close_reason)
        )
    async with talking(replay) as socket:
        with pytest.raises(ConnectionClosed):
            for message in (create(), b"audio", '{"type": "bye"}', "once more"):
                await socket.send(message)
            while True:
                await socket.recv()
        assert socket.close_code == 1001


@pytest.mark.parametrize(("on_miss", "kinds"), [("event", ["error"]), ("ignore", [])])
async def test_or_is_an_event_or_nothing(
    on_miss: str, kinds: list[str], confdir: Path, cassette: tuple[Path, list[str | bytes]]
) -> None:
    with replaying(confdir, cassette[0], **{"cassette.on_message_miss": on_miss}) as proxy:
        async with talking(proxy) as socket:
            await socket.recv()
            await socket.send(create().replace("Speak.", "Shout."))
            if on_miss == "event":
                error = json.loads(await socket.recv())["error"]
                assert (error["code"], "/response/instructions" in error["message"]) == (
                    "cassette_miss",
                    True,
                )
                await socket.send(create())
            heard = [json.loads(await socket.recv())["type"] for _ in range(4)]
            assert heard == [*["response.text.delta"] * 3, "response.done"]
