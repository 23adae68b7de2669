from __future__ import annotations

from tests.faults.payload.answers import Answer
from tests.faults.payload.played import stream_steps
from tests.faults.payload.told import values
from tests.playbook import body

from .played import passed, streamed


def test_it_is_counted_with_the_others() -> None:
    events = values(streamed({"type": "unknown_event", "after": 2, "fields": {"a": 1}}, Answer(), "response"))
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert events[2] == {"type": "x_unknown", "sequence_number": 2, "a": 1}


def test_of_a_short_stream_before_its_end() -> None:
    steps, why = passed(
        {"type": "unknown_event", "after": 9}, stream_steps([b"data: {}\n\n", b"data: [DONE]\n\n"])
    )
    assert body(steps) == b'data: {}\n\nevent: x_unknown\ndata: {"type":"x_unknown"}\n\ndata: [DONE]\n\n'
    assert why is None
    assert b"x_unknown" in body(
        passed({"type": "unknown_event", "after": 9}, stream_steps([b"data: {}\n\n"]))[0]
    )
