"""Events that say an item; read as the SDK reads them."""

from __future__ import annotations

from typing import Any

import pytest
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

from fakeai_proxy.faults.payload.edit import REASONING, REFUSAL, TEXT, Block, Call, Part, Said
from fakeai_proxy.faults.payload.families.response import wire_item
from fakeai_proxy.faults.payload.families.response_items import events_of, said_delta

BLOCKS: list[tuple[Block, list[str]]] = [
    (
        Call("call_1", "f", '{"a": 1}', pieces=2),
        ["function_call_arguments.delta"] * 2 + ["function_call_arguments.done"],
    ),
    (
        Call("call_1", "f", "abc", custom=True),
        ["custom_tool_call_input.delta", "custom_tool_call_input.done"],
    ),
    (
        Said(REASONING, "hm"),
        [
            "reasoning_summary_part.added",
            "reasoning_summary_text.delta",
            "reasoning_summary_text.done",
            "reasoning_summary_part.done",
        ],
    ),
    (Said(TEXT, "a"), ["content_part.added", "output_text.delta", "output_text.done", "content_part.done"]),
    (Said(REFUSAL, "a"), ["content_part.added", "refusal.delta", "refusal.done", "content_part.done"]),
]


@pytest.mark.parametrize(("block", "between"), BLOCKS)
def test_the_order_of_events_is_that_of_the_api(block: Block, between: list[str]) -> None:
    item = wire_item(block, "resp_1", 2)
    made = [value for _, value in events_of(item, 2, getattr(block, "pieces", 1))]
    names = [value["type"].removeprefix("response.") for value in made]
    assert names == ["output_item.added", *between, "output_item.done"]
    assert {value["output_index"] for value in made} == {2}
    read: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
    for number, value in enumerate(made):
        read.validate_python({**value, "sequence_number": number})


def test_an_unknown_part_is_said_without_deltas() -> None:
    made = list(events_of(wire_item(Part({"type": "x"}), "resp_1", 0), 0))
    assert len(made) == 4


def test_a_delta_stands_where_the_other_events_of_its_part_do() -> None:
    at = {"type": "x", "item_id": "msg_1", "output_index": 1, "content_index": 2, "sequence_number": 9}
    assert said_delta("output_text", at, "a") == (
        "response.output_text.delta",
        {
            "type": "response.output_text.delta",
            "item_id": "msg_1",
            "output_index": 1,
            "content_index": 2,
            "logprobs": [],
            "delta": "a",
        },
    )
