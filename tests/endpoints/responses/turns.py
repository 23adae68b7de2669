"""Turns of a conversation, as the tests of this folder take them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from tests.endpoints.sdk import Client, check

MODEL = "gpt-4o"
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
WEATHER = {"type": "function", "name": "get_weather", "parameters": CITY, "strict": True}
CODE = {"type": "custom", "name": "run_code", "description": "Run python code"}
ASKED = "What is the weather in Paris?"
QUIET: Any = {"stream": True, "stream_options": {"include_obfuscation": False}}


def respond(client: Client, **fields: Any) -> Any:
    """A whole response, asked for once, and checked."""
    fields = {"model": MODEL, "input": ASKED, **fields}
    return client.one(lambda api: api.responses.create(**fields))


def events(client: Client, **fields: Any) -> list[Any]:
    """The events of a stream, each checked; numbered from 0."""
    fields = {"model": MODEL, "input": ASKED, **QUIET, **fields}
    found = list(client.sync.responses.create(**fields))
    for event in found:
        check(event)
    assert [event.sequence_number for event in found] == list(range(len(found)))
    return found


def folded(found: Iterable[Any]) -> list[str]:
    """Their types without `response.`, repeats as one."""
    return [kind.removeprefix("response.") for kind, _ in groupby(event.type for event in found)]
