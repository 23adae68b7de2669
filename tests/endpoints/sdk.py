"""The real `openai` SDK, sync and async, whose requests `dispatch` answers without a socket."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import openai
from openai._base_client import BasePage

from fakeai_proxy.core.clock import Clock, ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import Services, dispatch
from tests.playbook import body, head, play

from .asking import steps
from .typed import extras

HTTP: Any = sys.modules[openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]]
"""The library that this SDK is built on: httpx, or httpx2."""


class Doors(HTTP.BaseTransport, HTTP.AsyncBaseTransport):
    """Where the network would be."""

    def __init__(self, services: Services, tick: float = 0) -> None:
        """tick: seconds that pass with each request, for whoever asks again and again."""
        self.services, self.tick = services, tick

    def handle_request(self, request: Any) -> Any:
        return self._answer(request, request.read())

    async def handle_async_request(self, request: Any) -> Any:
        return self._answer(request, await request.aread())

    def _answer(self, request: Any, content: bytes) -> Any:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        asked = Request(
            request.method,
            request.url.raw_path.decode().partition("?")[0],
            request.url.host,
            request.url.query.decode(),
            headers,
            content,
        )
        clock = manual(self.services.clock)
        clock.advance(self.tick)
        played = [step for _, step in play(steps(dispatch(asked, self.services)), clock)]
        first = head(played)
        return HTTP.Response(first.status, headers=list(first.headers), content=body(played))


def manual(clock: Clock) -> ManualClock:
    assert isinstance(clock, ManualClock)
    return clock


class Client:
    """Asks the same of both. What they raise is raised; what they read must be what their types have."""

    def __init__(self, services: Services, key: str = "sk-nobody", tick: float = 0) -> None:
        doors, given = Doors(services, tick), {"api_key": key, "admin_api_key": key, "max_retries": 0}
        self.sync = openai.OpenAI(**given, http_client=HTTP.Client(transport=doors))
        self.asynchronous = openai.AsyncOpenAI(**given, http_client=HTTP.AsyncClient(transport=doors))

    def __call__(self, ask: Callable[[Any], Any]) -> Any:
        """The answer to the sync client, after the async one has asked too."""

        async def run() -> Any:
            return await ask(self.asynchronous)

        answers = [asyncio.run(run()), ask(self.sync)]
        for answer in answers:
            check(answer)
        return answers[1]

    def one(self, ask: Callable[[Any], Any]) -> Any:
        """The same, asked once: where a second time would not be the same."""
        answer = ask(self.sync)
        check(answer)
        return answer


def check(answer: Any) -> None:
    """Nothing that the types do not have, and nothing of another type."""
    if isinstance(answer, BasePage):
        for item in answer._get_page_items():
            check(item)
    elif hasattr(answer, "model_dump_json"):
        assert extras(answer) == [], type(answer)
        type(answer).model_validate_json(answer.model_dump_json(), strict=True)
