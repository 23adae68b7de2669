from __future__ import annotations

from fakeai_proxy.core.steps import Data, Head, Wait
from fakeai_proxy.faults.pieces import data, header, is_json, is_stream, media_type, waits, without


def test_steps_that_would_say_nothing_are_left_out() -> None:
    assert (data(b"a", b"b"), data(), data(b"")) == ((Data(b"ab"),), (), ())
    assert (waits(0.5), waits(0), waits(-1)) == ((Wait(0.5),), (), ())


def test_headers_whatever_their_case() -> None:
    head = Head(201, (("Content-Type", "Text/Event-Stream; charset=utf-8"), ("x", "1")), "Made")
    assert header(head, "content-type") == "Text/Event-Stream; charset=utf-8"
    assert media_type(head) == "text/event-stream"
    assert without(head, "content-type") == Head(201, (("x", "1"),), "Made")


def test_kinds_of_bodies() -> None:
    def of(kind: str) -> tuple[bool, bool]:
        head = Head(200, (("content-type", kind),))
        return is_stream(head), is_json(head)

    assert of("text/event-stream") == (True, False)
    assert of("application/json; charset=utf-8") == of("application/problem+json") == (False, True)
    assert of("text/html") == of("") == (False, False)
