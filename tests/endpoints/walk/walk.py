"""A client of the SDK, sync or async, that keeps count of the methods it was asked for."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import cached_property
from operator import attrgetter
from typing import Any

import openai
from openai._resource import SyncAPIResource

from fakeai_proxy.endpoints import Services
from tests.endpoints.sdk import Client, check, manual

AWAY = ("with_raw_response", "with_streaming_response")
TICK = 0.2
LOOSE = (
    *("completions.parse", "completions.stream", "responses.parse", "responses.stream"),  # made by the SDK
    *("runs.stream", "create_and_stream", "create_and_run_stream", "tool_outputs_stream"),  # likewise
    *("completions.messages.list", "responses.compact"),  # their types know no message of a user
)
"""Methods whose answers are not of the types that the SDK has for them."""


class Walk:
    """`ask("files.create", ...)` gives what the SDK gives; a stream, or its manager, as the list of events.

    What it reads must be what the SDK's types have: nothing less, nothing more.
    """

    def __init__(self, services: Services, *, sync: bool) -> None:
        client = Client(services, tick=TICK)
        self.services, self.called = services, set[str]()
        self._api = client.sync if sync else client.asynchronous

    def __call__(self, method: str, /, *arguments: Any, **fields: Any) -> Any:
        self.called.add(method)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the SDK's own, for its older methods
            return asyncio.run(self._answer(method, arguments, fields))

    def later(self, seconds: float) -> None:
        """So much time passes."""
        manual(self.services.clock).advance(seconds)

    async def _answer(self, method: str, arguments: tuple[Any, ...], fields: dict[str, Any]) -> Any:
        given = attrgetter(method)(self._api)(*arguments, **fields)
        answer = await _read(await given if inspect.isawaitable(given) else given)
        for one in [] if method.endswith(LOOSE) else answer if isinstance(answer, list) else [answer]:
            check(one)
        return answer


async def _read(answer: Any) -> Any:
    if isinstance(answer, AbstractAsyncContextManager) and not isinstance(answer, openai.AsyncStream):
        async with answer as events:
            return [event async for event in events]
    if isinstance(answer, AbstractContextManager) and not isinstance(answer, openai.Stream):
        with answer as events:
            return [*events]
    if isinstance(answer, openai.AsyncStream):
        return [event async for event in answer]
    return [*answer] if isinstance(answer, openai.Stream) else answer


def methods() -> list[str]:
    """Every method of the SDK installed, by its path."""
    api = openai.OpenAI(api_key="sk-nobody")
    return [
        f"{path}.{name}"
        for path, resource in _resources(api, "")
        for name, _ in inspect.getmembers(type(resource), inspect.isfunction)
        if not name.startswith("_")
    ]


def _resources(holder: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name in dir(type(holder)):
        kind = inspect.getattr_static(type(holder), name)
        if name.startswith("_") or name in AWAY or not isinstance(kind, cached_property | property):
            continue
        resource = getattr(holder, name)
        if isinstance(resource, SyncAPIResource):
            yield path + name, resource
            yield from _resources(resource, f"{path}{name}.")
