"""One fault, one answer: what is left of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults import Hit, ReplyFault, fault_of
from tests.playbook import body, head

from .answers import PATHS, Answer, Api, Asking
from .told import Told, told, told_by_stream

JSON = ("content-type", "application/json")
EVENTS = ("content-type", "text/event-stream; charset=utf-8")


def hit(api: Api = "chat", tools: Mapping[str, Any] | None = None, seed: int = 0) -> Hit:
    request = Request("POST", PATHS[api], body=Asking(tools or {}).body(api))
    return Hit(request, rng_for(seed, b"payload"), ManualClock())


def reply(fault: Mapping[str, Any], steps: Iterable[Step], meeting: Hit) -> list[Step]:
    """The steps that are left."""
    made = fault_of(fault)
    assert isinstance(made, ReplyFault)
    return list(through(iter(list(steps)), Pipeline(made.start(meeting))))


def whole_steps(content: bytes) -> Iterator[Step]:
    yield Head(200, (JSON, ("content-length", str(len(content))), ("x-request-id", "req_1")))
    yield Data(content)
    yield End()


def stream_steps(events: Iterable[bytes]) -> Iterator[Step]:
    yield Head(200, (EVENTS, ("x-request-id", "req_1")))
    yield from map(Data, events)
    yield End()


def whole(fault: Mapping[str, Any], answer: Answer, api: Api, tools: Any = None, seed: int = 0) -> bytes:
    """The body of a whole answer, whose length is told."""
    steps = reply(fault, whole_steps(answer.whole(api)), hit(api, tools, seed))
    content = body(steps)
    assert dict(head(steps).headers)["content-length"] == str(len(content))
    return content


def streamed(fault: Mapping[str, Any], answer: Answer, api: Api, tools: Any = None, seed: int = 0) -> bytes:
    """The body of a streamed answer."""
    return body(reply(fault, stream_steps(answer.streamed(api)), hit(api, tools, seed)))


def both(fault: Mapping[str, Any], answer: Answer, api: Api, tools: Any = None, seed: int = 0) -> Told:
    """What whole answer and stream tell alike."""
    once = told(api, whole(fault, answer, api, tools, seed))
    again = told_by_stream(api, streamed(fault, answer, api, tools, seed))
    assert comparable(again) == comparable(once)
    return once


def comparable(made: Told) -> Any:
    """No text is as good as an empty one; arguments are compared by value where they have one."""
    calls = [(id, name, parsed(arguments)) for id, name, arguments in made.calls]
    return (
        made.text or "",
        made.thoughts or "",
        made.refusal,
        calls,
        made.parts,
        made.reason,
        made.usage,
        made.model,
    )


def parsed(arguments: str) -> Any:
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments
