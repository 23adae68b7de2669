from __future__ import annotations

import json

from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from fakeai_proxy.faults.pieces import WHOLE
from tests.faults.replies import CHAT_EVENTS, COMPLETION, STREAM, after, stream, whole
from tests.playbook import body


def test_json_where_a_stream_was_asked_for() -> None:
    head, data, end = [
        step for step in after("stream.swapped", stream(pace=0.1)) if not isinstance(step, Wait)
    ]
    assert isinstance(data, Data)
    assert head == Head(200, (("content-type", "application/json"), ("content-length", str(len(data.body)))))
    assert json.loads(data.body)["choices"][0]["message"]["content"] == "Héllo 🙂"
    assert end == End()


def test_a_stream_where_json_was() -> None:
    steps = after("stream.swapped", whole())
    assert steps[0] == STREAM
    assert body(steps).endswith(b"data: [DONE]\n\n")


def test_what_is_no_answer_goes_as_it_came() -> None:
    page, broken, ticks = whole(b"<html>", "text/html"), whole(b"{"), stream([b": hi\n\n"])
    assert [after("stream.swapped", steps) for steps in (page, broken, ticks)] == [page, broken, ticks]
    assert after("stream.swapped", whole(b"[1]")) == whole(b"[1]")


def test_what_breaks_off_goes_as_it_came() -> None:
    steps = [STREAM, Data(CHAT_EVENTS[0]), Abort()]
    assert after("stream.swapped", steps) == steps


def test_there_and_back() -> None:
    there = after("stream.swapped", whole())
    back = json.loads(body(after("stream.swapped", there)))
    assert back == json.loads(COMPLETION)


def test_what_is_too_long_to_hold_goes_as_it_came() -> None:
    steps = [STREAM, *[Data(bytes(WHOLE // 4))] * 5, Wait(1), End()]
    assert body(after("stream.swapped", steps)) == bytes(5 * (WHOLE // 4))
