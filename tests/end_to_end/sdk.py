"""The real `openai` SDK, sync and async, by every door of a proxy."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import openai
import pytest

from tests.proxy.serving import Serving
from tests.proxy.test_stream import OneProtocol

from .cli_process import LOOKED_AT

Ask = Callable[[Any], Any]
"""What is asked of a client, sync or async: `lambda client: client.models.list()`."""
DOORS = ("HTTPS_PROXY", "http/2", "base URL /v1", "base URL")


class Sdk(Protocol):
    """One client; a test written for it runs sync and async."""

    def whole(self, ask: Ask) -> Any:
        """The answer."""

    def stream(self, ask: Ask) -> list[Any]:
        """All events of the answer."""

    def refusal(self, ask: Ask) -> openai.APIStatusError:
        """What the SDK raises."""
        with pytest.raises(openai.APIStatusError) as refused:
            self.whole(ask)
        return refused.value


@dataclass
class Sync(Sdk):
    client: openai.OpenAI

    def whole(self, ask: Ask) -> Any:
        return ask(self.client)

    def stream(self, ask: Ask) -> list[Any]:
        return list(ask(self.client))


@dataclass
class Async(Sdk):
    client: openai.AsyncOpenAI
    runner: asyncio.Runner

    def whole(self, ask: Ask) -> Any:
        async def run() -> Any:
            return await ask(self.client)

        return self.runner.run(run())

    def stream(self, ask: Ask) -> list[Any]:
        async def run() -> list[Any]:
            return [event async for event in await ask(self.client)]

        return self.runner.run(run())


@contextmanager
def sync_sdk(proxy: Serving, door: str) -> Iterator[Sync]:
    with developers_environ(proxy, door):
        client = openai.OpenAI(**opened(proxy, door, openai.DefaultHttpxClient))
    with client:
        yield Sync(client)


@contextmanager
def async_sdk(proxy: Serving, door: str) -> Iterator[Async]:
    with developers_environ(proxy, door):
        client = openai.AsyncOpenAI(**opened(proxy, door, openai.DefaultAsyncHttpxClient))
    with asyncio.Runner() as runner:
        yield Async(client, runner)
        runner.run(client.close())


SDKS: dict[str, Callable[[Serving, str], AbstractContextManager[Sdk]]] = {
    "sync": sync_sdk,
    "async": async_sdk,
}
BY_EVERY_DOOR = [f"{kind} by {door}" for kind in SDKS for door in DOORS]


def sdk_by(way: str, proxy: Serving) -> AbstractContextManager[Sdk]:
    """The client of one of BY_EVERY_DOOR."""
    kind, _, door = way.partition(" by ")
    return SDKS[kind](proxy, door)


@contextmanager
def developers_environ(proxy: Serving, door: str) -> Iterator[None]:
    """The variables a developer sets for `door`, in place of those of the one who runs the tests."""
    with pytest.MonkeyPatch.context() as environ:
        for name in (name for name in os.environ if name.startswith(LOOKED_AT)):
            environ.delenv(name)
        if door == "HTTPS_PROXY":
            environ.setenv("HTTPS_PROXY", proxy.proxy)
            environ.setenv("SSL_CERT_FILE", str(proxy.ca))
        yield


def opened(proxy: Serving, door: str, http_client: Callable[..., Any]) -> dict[str, Any]:
    """The arguments of a client that comes by `door`."""
    key = {"api_key": "sk-nobody"}
    match door:
        case "http/2":
            trust = OneProtocol(ssl.PROTOCOL_TLS_CLIENT)
            trust.load_verify_locations(proxy.ca)
            trust.only = "h2"
            return key | {"http_client": http_client(proxy=proxy.proxy, verify=trust, http2=True)}
        case "base URL":
            return key | {"base_url": proxy.reverse}
        case "base URL /v1":
            return key | {"base_url": f"{proxy.reverse}/v1"}
        case _:
            return key
