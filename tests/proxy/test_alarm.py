from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mitmproxy.connection import Client
from mitmproxy.options import Options
from mitmproxy.proxy import events
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpLayer, HTTPMode, HttpStream

from fakeai_proxy.proxy.alarm import Alarm
from fakeai_proxy.proxy.timers import Timers


class Handler:
    """The part of a connection handler that an alarm rings at."""

    def __init__(self) -> None:
        self._server_event_lock = asyncio.Lock()
        self.heard: list[events.Event] = []
        self.rang = asyncio.Event()

    async def server_event(self, event: events.Event) -> None:
        async with self._server_event_lock:
            self.heard.append(event)
            self.rang.set()


def nested(streams: int = 1) -> Context:
    """A stream in an HTTP layer, in a stream in an HTTP layer, ..."""
    context = Context(Client(peername=("a", 1), sockname=("b", 2)), Options())
    for number in range(streams):
        HttpLayer(context, HTTPMode.regular)
        HttpStream(context, number)
    return context


def run(script: Callable[[Handler, Alarm], Awaitable[Any]], context: Context) -> Any:
    async def main() -> Any:
        handler = Handler()
        return await script(handler, Alarm(Timers(), handler, context, lambda: False))  # type: ignore[arg-type]

    return asyncio.run(main())


def test_it_rings_at_the_top_once_it_is_due() -> None:
    async def script(handler: Handler, alarm: Alarm) -> None:
        alarm.set(0)
        assert handler.heard == []
        await handler.rang.wait()
        assert [type(event) for event in handler.heard] == [events.Wakeup]
        assert handler.heard[0].command is alarm.command  # type: ignore[attr-defined]

    run(script, nested())


def test_it_rings_as_often_as_it_is_set() -> None:
    async def script(handler: Handler, alarm: Alarm) -> None:
        for number in range(3):
            handler.rang.clear()
            alarm.set(0)
            await handler.rang.wait()
            assert len(handler.heard) == number + 1

    run(script, nested())


def test_a_cancelled_alarm_does_not_ring() -> None:
    async def script(handler: Handler, alarm: Alarm) -> None:
        alarm.cancel()
        alarm.set(0)
        alarm.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
        assert handler.heard == []

    run(script, nested())


def test_it_waits_for_an_event_that_is_being_handled() -> None:
    async def script(handler: Handler, alarm: Alarm) -> None:
        async with handler._server_event_lock:
            alarm.ring()
            await asyncio.sleep(0)
            assert handler.heard == []
        await handler.rang.wait()
        assert len(handler.heard) == 1

    run(script, nested())


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_every_layer_on_the_way_knows_the_stream_below_it(depth: int) -> None:
    context = nested(depth)

    async def script(handler: Handler, alarm: Alarm) -> None:
        alarm.ring()
        layers = context.layers[::2]
        assert [layer.command_sources[alarm.command] for layer in layers] == context.layers[1::2]  # type: ignore[attr-defined]

    run(script, context)


def test_a_handler_that_waits_for_more_than_its_lock_is_not_one_we_know() -> None:
    class Slow(Handler):
        async def server_event(self, event: events.Event) -> None:
            await asyncio.sleep(0)

    async def main() -> None:
        with pytest.raises(RuntimeError, match="more than its lock"):
            Alarm(Timers(), Slow(), nested(), lambda: False).ring()  # type: ignore[arg-type]

    asyncio.run(main())
