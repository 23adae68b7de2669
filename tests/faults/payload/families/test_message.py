"""Whole messages of Anthropic."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.faults.payload.edit import OTHER, REASONING, REFUSAL, TEXT, Call, Edit, Part, Place, Said
from fakeai_proxy.faults.payload.families.message import Message, call_of, wire_block

USE = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}}
SEARCH = {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}


class Quiet(Edit):
    closes = True

    def keeps(self, kind: str) -> bool:
        return kind not in (REASONING, OTHER)

    def text(self, place: Place, piece: str) -> str:
        return f"{piece}@{place.block}"


def test_blocks_keep_their_order_and_calls_come_last() -> None:
    text = {"type": "text", "text": "a", "citations": None}
    answer = {
        "content": [{"type": "thinking", "thinking": "hm"}, USE, SEARCH, text],
        "stop_reason": "tool_use",
    }
    Message(Quiet()).body(answer)
    assert answer["content"] == [{**text, "text": "a@3"}, USE]


def test_a_call_there_and_back() -> None:
    assert wire_block(call_of(USE, '{"a": 1}')) == USE


@pytest.mark.parametrize(
    ("arguments", "value"), [('{"a"', '{"a"'), ('"{}"', "{}"), ("[]", []), ("{}", {}), ("", "")]
)
def test_arguments_that_are_no_object(arguments: str, value: Any) -> None:
    assert wire_block(Call("1", "f", arguments))["input"] == value


def test_a_message_that_has_not_ended_stays() -> None:
    answer = {"content": [], "stop_reason": None}
    Message(Quiet()).body(answer)
    assert answer == {"content": [], "stop_reason": None}


def test_texts_and_parts() -> None:
    assert wire_block(Said(TEXT, "a")) == {"type": "text", "text": "a"}
    assert wire_block(Said(REFUSAL, "a")) == {"type": "text", "text": "a"}
    assert wire_block(Said(REASONING, "a")) == {"type": "thinking", "thinking": "a", "signature": ""}
    assert wire_block(Part({"type": "x"})) == {"type": "x"}


@pytest.mark.parametrize("answer", [{}, {"content": None}, {"content": [{}, {"type": "text"}, {"type": 3}]}])
def test_odd_answers_are_no_error(answer: dict[str, Any]) -> None:
    Message(Quiet()).body(answer)
