"""The real `anthropic` SDK, sync and async, whose requests `dispatch` answers without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import anthropic

from fakeai_proxy.core.exchange import Answer
from fakeai_proxy.endpoints import Services
from tests.endpoints.asking import ask
from tests.endpoints.sdk import HTTP, Doors, check

VERSION = (("anthropic-version", "2023-06-01"),)
MODEL = "claude-sonnet-4-6"
HELLO = {"model": MODEL, "max_tokens": 200, "messages": [{"role": "user", "content": "Tell me about Paris."}]}
WEATHER = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}


class Claude:
    """Asks the same of both. What they raise is raised; what they read must be what their types have."""

    def __init__(self, services: Services, key: str = "sk-ant-nobody") -> None:
        doors, given = Doors(services), {"api_key": key, "max_retries": 0}
        self.sync = anthropic.Anthropic(**given, http_client=HTTP.Client(transport=doors))
        self.asynchronous = anthropic.AsyncAnthropic(**given, http_client=HTTP.AsyncClient(transport=doors))

    def __call__(self, ask: Callable[[Any], Any]) -> Any:
        """The answer to the sync client, after the async one has asked too."""

        async def run() -> Any:
            return await ask(self.asynchronous)

        answers = [asyncio.run(run()), ask(self.sync)]
        for answer in answers:
            check(answer)
        return answers[1]

    def say(self, **fields: Any) -> Any:
        """A message."""
        return self(lambda api: api.messages.create(**HELLO | fields))

    def events(self, **fields: Any) -> list[Any]:
        """The events of a stream, as the SDK reads them."""
        found = [*self.sync.messages.create(**HELLO | fields, stream=True)]
        for event in found:
            check(event)
        return found


def post(content: Any, to: Services, path: str = "/v1/messages", host: str = "api.openai.com") -> Answer:
    """A message by hand; it is for Anthropic by its path alone."""
    return ask(path, content, to, host=host, headers=VERSION)
