"""Whole responses."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.faults.payload.edit import (
    FILTER,
    OTHER,
    REASONING,
    REFUSAL,
    TEXT,
    Block,
    Call,
    Edit,
    Part,
    Said,
)
from fakeai_proxy.faults.payload.families.response import Response, call_of, conclude, set_text, wire_item

CALL_ITEM = {"id": "fc_1", "type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}
CUSTOM = {
    "id": "ctc_1",
    "type": "custom_tool_call",
    "call_id": "call_2",
    "name": "g",
    "input": "x",
    "status": "completed",
}
SEARCH = {"id": "ws_1", "type": "web_search_call", "status": "completed"}


class Ending(Edit):
    closes = True

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def reason(self, choice: int, reason: str) -> str:
        return self._reason

    def keeps(self, kind: str) -> bool:
        return kind != OTHER


@pytest.mark.parametrize(
    ("reason", "status", "details"),
    [
        ("stop", "completed", None),
        (FILTER, "incomplete", {"reason": "content_filter"}),
        ("strange", "strange", None),
    ],
)
def test_why_it_ends_is_a_status(reason: str, status: str, details: Any) -> None:
    answer = {"status": "completed", "incomplete_details": None, "output": []}
    conclude(Response(Ending(reason)), answer)
    assert (answer["status"], answer["incomplete_details"]) == (status, details)


def test_an_incomplete_one_may_be_completed() -> None:
    answer = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    conclude(Response(Ending("stop")), answer)
    assert answer == {"status": "completed", "incomplete_details": None}


def test_items_that_are_neither_text_nor_call_may_be_left_out() -> None:
    answer = {"id": "resp_1", "status": "completed", "output": [SEARCH, CALL_ITEM, CUSTOM]}
    Response(Ending("stop")).body(answer)
    assert answer["output"] == [{**CALL_ITEM, "status": "completed"}, CUSTOM]


@pytest.mark.parametrize("item", [CALL_ITEM, CUSTOM])
def test_a_call_there_and_back(item: dict[str, Any]) -> None:
    assert wire_item(call_of(item), "resp_1", 3) == {"status": "completed", **item}


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (Call(None, "f", "{}"), "function_call"),
        (Said(REASONING, "a"), "reasoning"),
        (Said(TEXT, "a"), "message"),
        (Said(REFUSAL, "a"), "message"),
        (Part({"type": "x"}), "message"),
    ],
)
def test_a_new_item_has_an_id_of_its_own(block: Block, kind: str) -> None:
    item = wire_item(block, "resp_7", 10)
    assert item["type"] == kind
    assert item["id"].endswith("_70a")


def test_logprobs_are_those_of_the_text() -> None:
    part = {"text": "a", "logprobs": [1]}
    set_text(part, "a")
    assert part == {"text": "a", "logprobs": [1]}
    set_text(part, "b")
    assert part == {"text": "b", "logprobs": []}


@pytest.mark.parametrize("answer", [{}, {"output": None}, {"output": [{}, {"type": "message"}, {"type": 3}]}])
def test_odd_answers_are_no_error(answer: dict[str, Any]) -> None:
    Response(Ending("stop")).body(answer)
