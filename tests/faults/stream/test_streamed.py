from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.faults.events import Framer, WireEvent
from fakeai_proxy.faults.stream.assembled import assembled
from fakeai_proxy.faults.stream.streamed import streamed
from tests.faults.replies import COMPLETION

MESSAGE = {
    "type": "message",
    "id": "m1",
    "content": [
        {"type": "text", "text": "Hi"},
        {"type": "tool_use", "id": "t1", "name": "f", "input": {"x": 1}},
    ],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"output_tokens": 2},
}
RESPONSE = {"object": "response", "id": "r1", "status": "completed", "output": [{"type": "message"}]}
TEXT = {"object": "text_completion", "choices": [{"index": 0, "text": "a"}]}


@pytest.mark.parametrize("answer", [json.loads(COMPLETION), MESSAGE, RESPONSE, TEXT])
def test_put_together_it_is_the_answer(answer: dict[str, Any]) -> None:
    events = [piece for piece in Framer().feed(b"".join(streamed(answer))) if isinstance(piece, WireEvent)]
    assert assembled([event.value for event in events if event.value]) == answer


def test_the_newer_apis_name_their_events() -> None:
    for answer in (MESSAGE, RESPONSE):
        events = [
            piece for piece in Framer().feed(b"".join(streamed(answer))) if isinstance(piece, WireEvent)
        ]
        assert all(event.name == event.object["type"] for event in events)


def test_what_is_no_answer_is_an_event() -> None:
    assert list(streamed({"error": 1})) == [b'data: {"error":1}\n\n', b"data: [DONE]\n\n"]
