"""`/_fakeai/echo`: a WebSocket that says what it is told, to see whether a client gets through."""

from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Upgrade
from fakeai_proxy.core.steps import Message, Step

from .context import Context


class Echo:
    """Every message comes back as it is."""

    def open(self) -> Iterable[Step]:
        return ()

    def feed(self, message: Message) -> Iterable[Step]:
        return (message,)


def echo(body: None, context: Context) -> Upgrade:
    """Accept a WebSocket; a plain request is told that this is one."""
    request = context.request
    if request.method != "GET" or request.header("upgrade").lower() != "websocket":
        raise ApiError(426, "This path is a WebSocket.", headers=(("upgrade", "websocket"),))
    return Upgrade(Echo())
