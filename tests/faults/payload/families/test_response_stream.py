"""Events of responses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from fakeai_proxy.core.sse import Decoder, Event
from fakeai_proxy.faults.payload.edit import LENGTH, REASONING, TEXT, Block, Call, Edit, Place, Said
from fakeai_proxy.faults.payload.families.response_stream import ResponseEvents
from tests.faults.payload.answers import TIME, WEATHER, Answer
from tests.faults.payload.told import response_stream


class Rearranging(Edit):
    closes = True

    def keeps(self, kind: str) -> bool:
        return kind != REASONING

    def text(self, place: Place, piece: str) -> str:
        return "" if piece == " fox" else piece

    def rest(self, place: Place) -> Iterable[str]:
        return [" And", " on."]

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [*calls[::-1], Said(TEXT, "!")]

    def reason(self, choice: int, reason: str) -> str:
        return LENGTH


def edited(edit: Edit, answer: Answer) -> list[tuple[str, dict[str, Any]]]:
    return resumed(edit, Decoder().feed(b"".join(answer.streamed("response"))))


def test_items_and_events_are_numbered_anew() -> None:
    made = edited(Rearranging(), Answer(calls=(WEATHER, TIME), thoughts=("hm",)))
    told = response_stream([value for _, value in made])  # checks numbers, and that all ends agree
    assert told.text == "The quick brown jumps. And on.!"
    assert [call[1] for call in told.calls] == ["get_time", "get_weather"]
    assert (told.thoughts, told.reason) == (None, "max_output_tokens")


def test_the_last_event_is_named_by_how_it_ends() -> None:
    made = edited(Rearranging(), Answer())
    assert all(name == value["type"] for name, value in made)
    assert made[-1][0] == "response.incomplete"


def resumed(edit: Edit, events: Iterable[Event]) -> list[tuple[str, dict[str, Any]]]:
    family = ResponseEvents(edit)
    return [made for event in events for made in family.event(event.name, json.loads(event.data))]


def test_a_stream_that_is_resumed_goes_on_where_it_broke_off() -> None:
    events = Decoder().feed(b"".join(Answer(calls=(WEATHER,)).streamed("response")))[6:]
    values = [json.loads(event.data) for event in events]
    family = ResponseEvents(Edit())
    assert [
        made for event in events for _, made in family.event(event.name, json.loads(event.data))
    ] == values
    family = ResponseEvents(Rearranging())
    made = [made for event in events for _, made in family.event(event.name, json.loads(event.data))]
    assert [value["sequence_number"] for value in made] == list(range(6, 6 + len(made)))
    assert [item["type"] for item in made[-1]["response"]["output"]] == [
        "message",
        "function_call",
        "message",
    ]


def test_events_without_numbers_get_none() -> None:
    family = ResponseEvents(Rearranging())
    [(_, value)] = family.event("", {"type": "response.created", "response": {"id": "resp_1"}})
    assert "sequence_number" not in value


@pytest.mark.parametrize(
    "value",
    [
        {"type": "response.completed"},
        {"type": "response.output_item.added", "output_index": 0},
        {"type": "response.output_text.delta", "output_index": 7},
        {"type": "response.output_item.done", "output_index": 7},
        {"type": "error", "message": "no"},
    ],
)
def test_odd_events_are_no_error(value: dict[str, Any]) -> None:
    list(ResponseEvents(Rearranging()).event("", value))
