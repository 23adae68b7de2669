"""Small replies of every API family, and faults fed with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults import Hit, ReplyFault, fault_of
from fakeai_proxy.faults.begin import Begun, begun
from fakeai_proxy.faults.when import When

Given = str | Mapping[str, Any]
STREAM = Head(200, (("content-type", "text/event-stream; charset=utf-8"),))
CHAT, MESSAGES, RESPONSES = "/v1/chat/completions", "/v1/messages", "/v1/responses"


def event(value: Any, name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    data = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return f"{head}data: {data}\n\n".encode()


def named(value: Mapping[str, Any]) -> bytes:
    return event(value, value["type"])


def chunk(delta: Mapping[str, Any], reason: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return event({"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": [choice], **more})


def said(text: str) -> bytes:
    return chunk({"content": text})


def call(index: int, arguments: str, **first: Any) -> bytes:
    return chunk({"tool_calls": [{"index": index, **first, "function": {"arguments": arguments}}]})


ROLE, FINISH, DONE = chunk({"role": "assistant", "content": ""}), chunk({}, "stop"), b"data: [DONE]\n\n"
USAGE = event({"id": "c1", "object": "chat.completion.chunk", "choices": [], "usage": {"total_tokens": 3}})
TOKENS = (said("Hé"), said("llo"), said(" 🙂"))
CHAT_EVENTS = (ROLE, *TOKENS, FINISH, USAGE, DONE)
CALL_EVENTS = (
    ROLE,
    call(0, "", id="a"),
    call(0, '{"x"'),
    call(0, ":1}"),
    call(1, "", id="b"),
    call(1, "{}"),
    chunk({}, "tool_calls"),
    DONE,
)
MESSAGE_EVENTS = tuple(
    map(
        named,
        [
            {"type": "message_start", "message": {"id": "m1", "model": "m", "content": []}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hi"}},
            {"type": "content_block_stop", "index": 0},
            {
                "type": "content_block_start",
                "index": 1,
                "content_block": {"type": "tool_use", "id": "t1", "name": "f", "input": {}},
            },
            {
                "type": "content_block_delta",
                "index": 1,
                "delta": {"type": "input_json_delta", "partial_json": '{"x":1}'},
            },
            {"type": "content_block_stop", "index": 1},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}},
            {"type": "message_stop"},
        ],
    )
)
RESPONSE_EVENTS = tuple(
    map(
        named,
        [
            {"type": "response.created", "response": {"id": "r1", "output": []}, "sequence_number": 0},
            {
                "type": "response.output_item.added",
                "item": {"type": "function_call", "id": "i", "call_id": "k"},
                "output_index": 0,
                "sequence_number": 1,
            },
            {
                "type": "response.function_call_arguments.delta",
                "output_index": 0,
                "delta": "{}",
                "sequence_number": 2,
            },
            {
                "type": "response.completed",
                "response": {"id": "r1", "object": "response", "output": ["x"]},
                "sequence_number": 3,
            },
        ],
    )
)
COMPLETION = json.dumps(
    {
        "id": "c1",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}
        ],
    }
).encode()


def hit(path: str = CHAT, *, live: bool = False, clock: ManualClock | None = None, **more: Any) -> Hit:
    return Hit(Request("POST", path), np.random.default_rng(7), clock or ManualClock(), live=live, **more)


def stream(events: Iterable[bytes] = CHAT_EVENTS, pace: float = 0.0) -> list[Step]:
    """One event a step, `pace` seconds apart."""
    steps: list[Step] = [STREAM]
    for one in events:
        steps += [Data(one), *([Wait(pace)] if pace else [])]
    return [*steps, End()]


def cut(body: bytes, borders: Iterable[int]) -> list[Step]:
    """A stream of `body`, cut anywhere."""
    places = sorted({0, len(body), *(at % (len(body) + 1) for at in borders)})
    pieces = [Data(body[start:end]) for start, end in pairwise(places)]
    return [STREAM, *pieces, End()]


def whole(body: bytes = COMPLETION, kind: str = "application/json") -> list[Step]:
    """A reply of a declared length."""
    return [Head(200, (("content-type", kind), ("content-length", str(len(body))))), Data(body), End()]


def fed(transform: Transform, steps: Iterable[Step]) -> list[Step]:
    return [after for step in steps for after in transform.feed(step)]


def fault(given: Given) -> ReplyFault:
    made = fault_of({"type": given} if isinstance(given, str) else given)
    assert isinstance(made, ReplyFault)
    return made


def at_work(given: Given, when: Mapping[str, Any] | None = None, on: Hit | None = None) -> Begun:
    return begun(fault(given), on or hit(), When(**when) if when else None)


def after(
    given: Given,
    steps: Sequence[Step] | None = None,
    when: Mapping[str, Any] | None = None,
    on: Hit | None = None,
) -> list[Step]:
    """The steps of a reply as the fault leaves them; of a chat where none are given."""
    return fed(at_work(given, when, on), stream() if steps is None else steps)
