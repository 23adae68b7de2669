from __future__ import annotations

import asyncio

import pytest

from fakeai_proxy.proxy.reset import reset


async def peer_of(end: object) -> bytes:
    """What a client reads of a connection that the server sends `hello` on and then ends by `end`."""

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        await writer.drain()
        await heard.wait()
        end(writer.transport)  # type: ignore[operator]

    heard = asyncio.Event()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            greeting = await reader.readexactly(5)
            heard.set()
            return greeting + await reader.read()
        finally:
            writer.transport.abort()


def test_the_peer_reads_a_reset() -> None:
    with pytest.raises(ConnectionResetError):
        asyncio.run(peer_of(reset))


def test_closing_is_no_reset() -> None:
    assert asyncio.run(peer_of(lambda transport: transport.close())) == b"hello"


class Socketless:
    """A transport that is already gone."""

    aborted = False

    def get_extra_info(self, name: str) -> None: ...

    def abort(self) -> None:
        self.aborted = True


def test_without_a_socket_there_is_nothing_to_reset() -> None:
    transport = Socketless()
    reset(transport)  # type: ignore[arg-type]
    assert transport.aborted
