"""A request that a fault has met, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fakeai_proxy.core.clock import Clock, ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults import AnswerFault, Dialect, Hit, ReplyFault, fault_of
from fakeai_proxy.faults.begin import begun
from tests.playbook import body, head

KEY = "sk-proj-Zq81bLwTnVxE4rD0MxYA"
ASKED: Mapping[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Why is it blue?"}]}
JSON = ("content-type", "application/json")
EVENTS = ("content-type", "text/event-stream; charset=utf-8")
ANSWER = b'{"id":"chatcmpl-1","usage":{"total_tokens":7}}'


def asking(**fields: Any) -> Request:
    """A chat, with other fields in its body."""
    content = json.dumps({**ASKED, **fields}).encode()
    headers = (("authorization", f"Bearer {KEY}"), JSON)
    return Request("POST", "/v1/chat/completions", headers=headers, body=content)


def hit_of(
    request: Request | None = None,
    dialect: Dialect = "openai",
    clock: Clock | None = None,
    ordinal: int = 0,
    memory: dict[str, Any] | None = None,
) -> Hit:
    """Chance is the same for all."""
    rng = rng_for(7, b"a hit")
    memory = {} if memory is None else memory
    return Hit(request or asking(), rng, clock or ManualClock(), dialect, ordinal, memory)


def answered(given: Mapping[str, Any], hit: Hit | None = None) -> list[Step] | None:
    """The answer of the fault `given`; None where it lets the request through."""
    fault = fault_of(given)
    assert isinstance(fault, AnswerFault)
    reply = fault.answer(hit or hit_of())
    return None if reply is None else list(reply)


def passed(given: Mapping[str, Any], steps: Iterable[Step], hit: Hit | None = None) -> list[Step]:
    """`steps` as the fault `given` leaves them."""
    fault = fault_of(given)
    assert isinstance(fault, ReplyFault)
    return list(through(iter([*steps]), Pipeline(begun(fault, hit or hit_of()))))


def whole(content: bytes = ANSWER, *headers: tuple[str, str], status: int = 200) -> list[Step]:
    """A reply of known length."""
    return [Head(status, (JSON, *headers, ("content-length", str(len(content))))), Data(content), End()]


def streamed(*events: bytes) -> list[Step]:
    """A stream."""
    return [Head(200, (EVENTS,)), *map(Data, events), End()]


def headers_of(steps: Iterable[Step] | None) -> dict[str, str]:
    """Of the reply, the last one of each name."""
    assert steps is not None
    return dict(head(steps).headers)


def told(steps: list[Step] | None) -> Any:
    """The JSON of the reply."""
    assert steps is not None
    return json.loads(body(steps))
