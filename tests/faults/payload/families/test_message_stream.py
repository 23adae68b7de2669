"""Events of messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.faults.payload.edit import (
    CALL,
    OTHER,
    REASONING,
    TEXT,
    Block,
    Call,
    Edit,
    Part,
    Place,
    Said,
)
from fakeai_proxy.faults.payload.families.message_stream import MessageEvents, events_of
from tests.faults.payload.answers import TIME, WEATHER, Answer
from tests.faults.payload.told import message_stream


class Rearranging(Edit):
    closes = True

    def keeps(self, kind: str) -> bool:
        return kind not in (REASONING, OTHER)

    def rest(self, place: Place) -> Iterable[str]:
        return [" And", " on."]

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Said(TEXT, "!"), *calls[::-1]]


def edited(edit: Edit, answer: Answer) -> list[dict[str, Any]]:
    family = MessageEvents(edit)
    events = Decoder().feed(b"".join(answer.streamed("message")))
    return [value for event in events for _, value in family.event(event.name, json.loads(event.data))]


def test_blocks_are_numbered_anew() -> None:
    made = edited(Rearranging(), Answer(calls=(WEATHER, TIME), thoughts=("hm",)))
    starts = [event for event in made if event["type"] == "content_block_start"]
    assert [event["index"] for event in starts] == [0, 1, 2, 3]
    told = message_stream(made)
    assert told.text == f"{Answer().text} And on.!"
    assert [call[1] for call in told.calls] == ["get_time", "get_weather"]
    assert told.thoughts is None


def test_arguments_come_in_as_many_pieces_as_they_came() -> None:
    made = edited(Rearranging(), Answer(calls=(WEATHER,)))
    deltas = [event["delta"] for event in made if event["type"] == "content_block_delta"]
    assert sum(delta["type"] == "input_json_delta" for delta in deltas) == len(WEATHER[2])


def test_pings_pass() -> None:
    assert {"type": "ping"} in edited(Rearranging(), Answer())


@pytest.mark.parametrize("block", [Part({"type": "x", "y": 1}), Said(REASONING, "a"), Call(None, "f", "")])
def test_a_block_begins_and_ends(block: Block) -> None:
    made = [value for _, value in events_of(block, 4)]
    assert [made[0]["type"], made[-1]["type"]] == ["content_block_start", "content_block_stop"]
    assert {event["index"] for event in made} == {4}


def test_calls_may_be_left_out() -> None:
    class Speechless(Edit):
        def keeps(self, kind: str) -> bool:
            return kind != CALL

    assert message_stream(edited(Speechless(), Answer(calls=(WEATHER,)))).calls == []


@pytest.mark.parametrize(
    "kind", ["message_start", "content_block_delta", "content_block_stop", "message_delta"]
)
def test_odd_events_are_no_error(kind: str) -> None:
    made = list(MessageEvents(Rearranging()).event("", {"type": kind}))
    assert made[-1] == ("", {"type": kind})
