from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, RejectConnection, Request, TextMessage

from fakeai_proxy.cli.echo_probe import echoes, heard

Serve = Callable[[socket.socket], None]


def websocket(answer: Callable[[str], str], *, accept: bool = True) -> Serve:
    """A WebSocket server for one connection."""

    def serve(connection: socket.socket) -> None:
        server = WSConnection(ConnectionType.SERVER)
        while data := connection.recv(65536):
            server.receive_data(data)
            for event in server.events():
                match event:
                    case Request():
                        reply = AcceptConnection() if accept else RejectConnection(status_code=404)
                        connection.sendall(server.send(reply))
                    case TextMessage(data=text):
                        connection.sendall(server.send(TextMessage(answer(text))))

    return serve


def closing(connection: socket.socket) -> None:
    connection.recv(65536)


@pytest.mark.parametrize(
    ("serve", "is_ours"),
    [
        (websocket(str), True),
        (websocket(str.upper), False),
        (websocket(str, accept=False), False),
        (closing, False),
    ],
)
def test_who_says_what_it_is_told_is_ours(serve: Serve, is_ours: bool) -> None:
    here, there = socket.socketpair()

    def run() -> None:
        with there:
            serve(there)

    thread = threading.Thread(target=run)
    thread.start()
    with here:
        assert heard(here, "/_fakeai/echo") is is_ours
    thread.join()


def test_who_speaks_something_else_is_not() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"220 mail.test ESMTP\r\n\r\n")
        with pytest.raises(ValueError, match="not a WebSocket server"):
            heard(here, "/_fakeai/echo")


@pytest.mark.parametrize("forward", [True, False])
def test_where_nobody_listens_nobody_is(forward: bool) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert not echoes(free.getsockname(), forward=forward)
