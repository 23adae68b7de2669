"""Whole chat completions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from fakeai_proxy.faults.payload.edit import (
    CALL,
    REASONING,
    REFUSAL,
    TEXT,
    Block,
    Call,
    Edit,
    Part,
    Place,
    Said,
)
from fakeai_proxy.faults.payload.families.chat import ChatCompletion

CUSTOM = {"id": "call_2", "type": "custom", "custom": {"name": "sql", "input": "select 1"}, "note": 1}
FUNCTION = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


class Adding(Edit):
    closes = True

    def __init__(self, *blocks: Block) -> None:
        self._blocks = blocks

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [*self._blocks, *calls]


class Without(Edit):
    def keeps(self, kind: str) -> bool:
        return kind not in (CALL, REASONING)

    def text(self, place: Place, piece: str) -> str:
        return piece.upper()


def edited(edit: Edit, **message: Any) -> dict[str, Any]:
    answer = {
        "choices": [{"index": 0, "message": message, "logprobs": {"content": []}, "finish_reason": "stop"}]
    }
    ChatCompletion(edit).body(answer)
    choice: dict[str, Any] = answer["choices"][0]
    return choice


def test_calls_of_all_kinds_come_back_as_they_were() -> None:
    calls = [FUNCTION, CUSTOM]
    assert edited(Adding(), content=None, tool_calls=calls)["message"] == {
        "content": None,
        "tool_calls": calls,
    }


@pytest.mark.parametrize(
    ("block", "field", "value"),
    [
        (Said(TEXT, "b"), "content", "ab"),
        (Said(REFUSAL, "no"), "refusal", "no"),
        (Said(REASONING, "hm"), "reasoning_content", "hm"),
        (Part({"type": "x"}), "content", [{"type": "text", "text": "a"}, {"type": "x"}]),
    ],
)
def test_blocks_are_added_to_the_message(block: Block, field: str, value: Any) -> None:
    assert edited(Adding(block), content="a")["message"][field] == value


def test_logprobs_are_those_of_the_text() -> None:
    assert edited(Without(), content="a", tool_calls=[FUNCTION])["logprobs"] is None
    assert edited(Without(), content="A")["logprobs"] == {"content": []}


@pytest.mark.parametrize(
    "message", [{"content": "a", "tool_calls": []}, {"content": None, "tool_calls": None}]
)
def test_empty_lists_and_nulls_stay(message: dict[str, Any]) -> None:
    """Some servers always send them."""
    answer = {"choices": [{"index": 0, "message": dict(message), "finish_reason": None}]}
    ChatCompletion(Adding()).body(answer)
    assert answer == {"choices": [{"index": 0, "message": message, "finish_reason": None}]}


def test_blocks_left_out_leave_null() -> None:
    made = edited(Without(), content="a", reasoning_content="hm", tool_calls=[FUNCTION])["message"]
    assert made == {"content": "A", "reasoning_content": None}


@pytest.mark.parametrize(
    "answer", [{}, {"choices": None}, {"choices": [{}]}, {"choices": [{"message": 3}, 4]}]
)
def test_odd_answers_are_no_error(answer: dict[str, Any]) -> None:
    ChatCompletion(Adding(Said(TEXT, "a"))).body(answer)
