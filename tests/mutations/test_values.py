from __future__ import annotations

from fakeai_proxy.core.steps import Data
from fakeai_proxy.mutations.values import ValueEditing
from tests.faults.payload.played import stream_steps, whole_steps
from tests.playbook import body


def test_what_comes_out_as_it_went_in_keeps_its_bytes() -> None:
    spaced = b'{"a":   1}'
    editing = ValueEditing(lambda value: value)
    assert body([made for step in whole_steps(spaced) for made in editing.feed(step)]) == spaced
    assert editing.idle


def test_each_event_that_holds_an_object() -> None:
    events = [
        b'data: {"a":   1}\n\n',
        b"data: [1]\n\n",
        b": x\n\n",
        b'event: b\ndata: {"b": 2}\n\n',
        b"data: [DONE]\n\n",
    ]
    editing = ValueEditing(lambda value: {**value, "c": 3} if "b" in value else value)
    made = [made for step in stream_steps(events) for made in editing.feed(step) if isinstance(made, Data)]
    assert [step.body for step in made] == [*events[:3], b'event: b\ndata: {"b":2,"c":3}\n\n', events[4]]
    assert not editing.idle
