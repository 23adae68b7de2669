"""Assistants, threads and runs as the tests of this room make them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.endpoints import Services
from fakeai_proxy.resources import ResourceSettings, Store
from tests.endpoints.asking import ask, services, steps, told
from tests.playbook import body, play

DEPRECATED = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The SDK says so of every call of this API."""
BETA = (("openai-beta", "assistants=v2"), ("authorization", "Bearer sk-nobody"))
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}
HELLO = {"role": "user", "content": "Tell me about Paris."}
SUNNY = {"role": "user", "content": "What is the weather in Paris?"}


def at_once(**fields: Any) -> Services:
    """A simulator where runs wait in no queue."""
    clock = ManualClock()
    store = Store(ResourceSettings(response_queue_seconds=0, **fields), clock)
    return services(clock=clock, resources=store)


def sent(path: str, content: Any, to: Services, status: int = 200, method: str = "", query: str = "") -> Any:
    """The JSON of an answer; `content` None: GET."""
    return told(ask(f"/v1{path}", content, to, method, headers=BETA, query=query), status)


def streamed(path: str, content: Any, to: Services) -> list[tuple[str, Any]]:
    """The events of a stream, which ends with `done`."""
    clock = to.clock
    assert isinstance(clock, ManualClock)
    answer = ask(f"/v1{path}", {**content, "stream": True}, to, headers=BETA)
    played = [step for _, step in play(steps(answer), clock)]
    *found, last = Decoder().feed(body(played))
    assert (last.name, last.data) == ("done", "[DONE]")
    return [(event.name, json.loads(event.data)) for event in found]


def assistant(to: Services, **fields: Any) -> str:
    """The id of a new one."""
    made: str = sent("/assistants", {"model": "gpt-4o", **fields}, to)["id"]
    return made


def thread(to: Services, *messages: Any, **fields: Any) -> str:
    """The id of a new one."""
    made: str = sent("/threads", {"messages": list(messages), **fields}, to)["id"]
    return made


def run(to: Services, *messages: Any, tools: Any = (), **fields: Any) -> Any:
    """A run that was just made."""
    body = {"assistant_id": assistant(to, tools=list(tools)), **fields}
    return sent(f"/threads/{thread(to, *messages)}/runs", body, to)


def again(run: Any, to: Services, rest: str = "") -> Any:
    """It, as it is now."""
    return sent(f"/threads/{run['thread_id']}/runs/{run['id']}{rest}", None, to)


def written(run: Any, to: Services) -> list[Any]:
    """The messages of a run."""
    found: list[Any] = sent(f"/threads/{run['thread_id']}/messages", None, to, query=f"run_id={run['id']}")[
        "data"
    ]
    return found
