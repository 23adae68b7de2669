"""`/_fakeai/echo`: a WebSocket that says what it is told, to see whether a client gets through."""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import Message, Step

from .asked import Asked


class Echo:
    """Every message comes back as it is."""

    def open(self) -> Iterable[Step]:
        return ()

    def feed(self, message: Message) -> Iterable[Step]:
        return (message,)


def echo(asked: Asked) -> Upgrade:
    """Accept a WebSocket; a plain request is told that this is one."""
    if not wants_websocket(asked.request):
        raise ApiError(426, "This path is a WebSocket.", headers=(("upgrade", "websocket"),))
    return Upgrade(Echo())


def wants_websocket(request: Request) -> bool:
    return request.method == "GET" and request.header("upgrade").lower() == "websocket"
