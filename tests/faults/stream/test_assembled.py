from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.faults.stream.assembled import assembled
from tests.faults.replies import CALL_EVENTS, CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS


def values(events: tuple[bytes, ...]) -> list[dict[str, Any]]:
    texts = [raw.decode().partition("data: ")[2] for raw in events]
    return [json.loads(text) for text in texts if not text.startswith("[DONE]")]


def test_chat() -> None:
    assert assembled(values(CHAT_EVENTS)) == {
        "id": "c1",
        "object": "chat.completion",
        "model": "m",
        "usage": {"total_tokens": 3},
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "Héllo 🙂"}, "finish_reason": "stop"}
        ],
    }


def test_tool_calls() -> None:
    (choice,) = assembled(values(CALL_EVENTS))["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["tool_calls"] == [
        {"id": "a", "function": {"arguments": '{"x":1}'}},
        {"id": "b", "function": {"arguments": "{}"}},
    ]


def test_completions() -> None:
    pieces = [{"object": "text_completion", "choices": [{"index": 0, "text": text}]} for text in "ab"]
    assert assembled(pieces) == {"object": "text_completion", "choices": [{"index": 0, "text": "ab"}]}


def test_messages() -> None:
    assert assembled(values(MESSAGE_EVENTS)) == {
        "id": "m1",
        "model": "m",
        "content": [
            {"type": "text", "text": "Hi"},
            {"type": "tool_use", "id": "t1", "name": "f", "input": {"x": 1}},
        ],
        "stop_reason": "end_turn",
        "usage": {"output_tokens": 2},
    }


def test_arguments_that_are_no_json_stay_text() -> None:
    broken = values(MESSAGE_EVENTS[:5])
    broken.append(
        {
            "type": "content_block_delta",
            "index": 1,
            "delta": {"type": "input_json_delta", "partial_json": "{"},
        }
    )
    assert assembled(broken)["content"][1]["input"] == "{"


def test_responses() -> None:
    assert assembled(values(RESPONSE_EVENTS)) == {"id": "r1", "object": "response", "output": ["x"]}


def test_of_nothing_comes_nothing() -> None:
    assert assembled([]) == assembled([{"x": 1}]) == {}
