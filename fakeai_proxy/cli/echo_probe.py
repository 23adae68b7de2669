"""Asks whoever listens on a port whether it is a fakeai-proxy, by its WebSocket echo."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Event, RejectConnection, Request, TextMessage

HOST, PATH = "fakeai.local", "/_fakeai/echo"
PATIENCE = 3.0
"""Seconds that each answer may take."""
SAID = "is anybody there?"


def echoes(address: tuple[str, int], *, forward: bool) -> bool:
    """A WebSocket through `address` (as a forward proxy, or as a base URL) says what it is told."""
    try:
        with socket.create_connection(address, PATIENCE) as connection:
            return heard(connection, f"http://{HOST}{PATH}" if forward else PATH)
    except (OSError, ValueError):
        return False


def heard(connection: socket.socket, target: str) -> bool:
    """Shake hands for `target`, say one thing and read it back."""
    client = WSConnection(ConnectionType.CLIENT)
    connection.sendall(client.send(Request(host=HOST, target=target)))
    for event in events(connection, client):
        match event:
            case AcceptConnection():
                connection.sendall(client.send(TextMessage(SAID)))
            case TextMessage(data=text):
                return text == SAID
            case RejectConnection():
                return False
    return False


def events(connection: socket.socket, client: WSConnection) -> Iterator[Event]:
    """What arrives, until the peer closes. Raises ValueError where it is not HTTP."""
    while data := connection.recv(65536):
        try:
            client.receive_data(data)
            arrived = list(client.events())
        except Exception as why:  # h11 and wsproto have no error class in common
            raise ValueError("not a WebSocket server") from why
        yield from arrived
