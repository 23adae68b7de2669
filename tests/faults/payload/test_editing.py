"""Where edits meet replies."""

from __future__ import annotations

import json

import pytest

from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.faults.payload.edit import Edit, Place
from fakeai_proxy.faults.payload.editing import AnswerEditing

from .answers import APIS, TIME, WEATHER, Answer, Api
from .played import EVENTS, stream_steps, whole_steps

FULL = Answer(calls=(WEATHER, TIME), thoughts=("I", " see"), choices=2)


class Closing(Edit):
    """Holds the calls and lets all of them go."""

    closes = True


class Shouting(Edit):
    def text(self, place: Place, piece: str) -> str:
        return piece.upper()


@pytest.mark.parametrize("api", APIS)
def test_an_edit_of_nothing_is_the_identity(api: Api) -> None:
    editing = AnswerEditing(Edit())
    steps = list(stream_steps(FULL.streamed(api)))
    assert [after for step in steps for after in editing.feed(step)] == steps
    assert editing.skipped == Edit.unmet
    editing = AnswerEditing(Edit())
    steps = list(whole_steps(FULL.whole(api)))
    assert [after for step in steps for after in editing.feed(step)] == steps
    assert editing.skipped == Edit.unmet


@pytest.mark.parametrize("api", APIS)
def test_calls_held_and_let_go_are_the_same(api: Api) -> None:
    editing = AnswerEditing(Closing())
    [_, content, _] = [after for step in whole_steps(FULL.whole(api)) for after in editing.feed(step)]
    assert isinstance(content, Data)
    assert json.loads(content.body) == json.loads(FULL.whole(api))


def test_an_event_keeps_its_other_lines() -> None:
    editing = AnswerEditing(Shouting())
    chunk = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "a"}}]}
    event = b": hello\r\nid: 7\r\ndata: " + json.dumps(chunk).encode() + b"\r\nretry: 3\r\n\r\n"
    made = [after for step in (Head(200, (EVENTS,)), Data(event), End()) for after in editing.feed(step)][1]
    assert isinstance(made, Data)
    assert made.body.startswith(b": hello\r\nid: 7\r\ndata: ")
    assert made.body.endswith(b"\r\nretry: 3\r\n\r\n")
    assert b'"content":"A"' in made.body
    assert editing.skipped is None


@pytest.mark.parametrize(
    "between", [b": ping\n\n", b"data: no json\n\n", b'data: {"error": {}}\n\n', b"data: 3\n\n"]
)
def test_what_is_no_part_of_the_answer_passes(between: bytes) -> None:
    editing = AnswerEditing(Shouting())
    events = FULL.streamed("chat")
    for at, event in enumerate([*events[:3], between, *events[3:]]):
        editing.feed(Head(200, (EVENTS,))) if at == 0 else None
        made = list(editing.feed(Data(event)))
        if event == between:
            assert made == [Data(between)]


def test_calls_of_a_stream_without_an_end_come_before_done() -> None:
    editing = AnswerEditing(Closing())
    events = [event for event in FULL.streamed("chat") if b'"finish_reason": "' not in event]
    made = [after for step in stream_steps(events) for after in editing.feed(step)]
    text = b"".join(step.body for step in made if isinstance(step, Data))
    assert text.index(b"get_time") < text.index(b"[DONE]")
