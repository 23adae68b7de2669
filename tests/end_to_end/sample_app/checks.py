"""The tests of the program, as its authors would write them; `test_sample_app` runs them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from . import travel

pytestmark = pytest.mark.vcr


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """LangChain keeps its async HTTP client from test to test, and with it the event loop."""
    with asyncio.Runner() as runner:
        yield runner


def test_an_answer() -> None:
    assert travel.answer("Where is Lisbon?")


def test_an_answer_of_an_async_client(loop: asyncio.Runner) -> None:
    assert loop.run(travel.answer_async("Where is Lisbon?"))


def test_several_at_once(cassette: Any, loop: asyncio.Runner) -> None:
    async def ask() -> list[str]:
        return await asyncio.gather(*(travel.answer_async(f"Is {n} o'clock early?") for n in range(5)))

    assert len(set(loop.run(ask()))) == len(cassette.calls) == 5


def test_a_stream(cassette: Any) -> None:
    assert len([*travel.pieces("Where is Porto?")]) > 1
    assert [call.answered.kind for call in cassette.calls] == ["sse"]


def test_an_async_stream(loop: asyncio.Runner) -> None:
    async def collect() -> list[str]:
        return [piece async for piece in travel.pieces_async("Where is Porto?")]

    assert len(loop.run(collect())) > 1


def test_a_tool(cassette: Any) -> None:
    heard: list[str] = []
    assert travel.with_weather("Will it rain in Faro?", lambda asked: heard.append(asked) or "Sun.")
    assert len(heard) == 1
    cassette.assert_tool_calls(["weather"])


def test_a_chain() -> None:
    assert travel.chained("Where is Braga?")


def test_an_async_chain(loop: asyncio.Runner) -> None:
    assert loop.run(travel.chained_async("Where is Braga?"))


def test_a_chain_that_streams(cassette: Any) -> None:
    assert len(travel.chained_pieces("Where is Evora?")) > 1
    assert cassette.calls[0].answered.kind == "sse"


def test_an_async_chain_that_streams(loop: asyncio.Runner) -> None:
    assert len(loop.run(travel.chained_pieces_async("Where is Evora?"))) > 1


def test_a_chain_with_a_tool(cassette: Any) -> None:
    wanted = travel.bookings("Book me a hotel in Sintra.")
    assert [name for name, _ in wanted] == ["book"]
    cassette.assert_tool_calls(wanted)
