from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Abort, Data, End, Head, Raw, Step, Wait
from fakeai_proxy.faults.editing import Editing
from fakeai_proxy.faults.events import WireEvent
from fakeai_proxy.faults.guard import Guard
from fakeai_proxy.faults.pieces import TOO_LONG, WHOLE
from tests.playbook import body

from .replies import CHAT_EVENTS, COMPLETION, DONE, FINISH, STREAM, TOKENS, cut, fed, stream, whole


class Shouts(Editing):
    """Texts in capitals; streamed, and whole."""

    def edit(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        if event.value is None:
            return (event,)
        return (event.saying(event.data.replace("llo", "LLO").encode()),)

    def edit_body(self, value: Any) -> Any:
        value["choices"][0]["message"]["content"] = "HELLO!"
        return value


class Streams(Shouts):
    edits: ClassVar[tuple[Literal["stream", "json"], ...]] = ("stream",)


class Bytes(Editing):
    def edit_body(self, value: Any) -> Any:
        return b"{not json"


def length(step: Step) -> str:
    assert isinstance(step, Head)
    return dict(step.headers)["content-length"]


@given(st.lists(st.integers(0, 10_000), max_size=12))
def test_events_are_edited_whatever_their_borders(borders: list[int]) -> None:
    content = b"".join(CHAT_EVENTS)
    assert body(fed(Shouts(), cut(content, borders))) == content.replace(b"llo", b"LLO")
    assert body(fed(Editing(), cut(content, borders))) == content


def test_an_event_goes_with_the_step_that_completes_it() -> None:
    reply: list[Step] = [STREAM, Data(b"data: 1"), Wait(0.1), Data(b"\n\ndata: 2\n\nda"), Wait(0.1), End()]
    assert fed(Editing(), reply) == [
        STREAM,
        Wait(0.1),
        Data(b"data: 1\n\ndata: 2\n\n"),
        Wait(0.1),
        Data(b"da"),
        End(),
    ]


def test_a_stream_has_no_length_after_it() -> None:
    head = Head(200, (("content-type", "text/event-stream"), ("content-length", "9")))
    assert fed(Editing(), [head])[0] == Head(200, (("content-type", "text/event-stream"),))


def test_a_body_is_edited_whole_and_its_length_is_right() -> None:
    head, _, end = whole()
    reply: list[Step] = [head, Data(COMPLETION[:5]), Wait(0.3), Data(COMPLETION[5:]), end]
    wait, edited, data, last = fed(Shouts(), reply)
    assert (wait, last) == (Wait(0.3), End())
    assert isinstance(data, Data)
    assert json.loads(data.body)["choices"][0]["message"]["content"] == "HELLO!"
    assert length(edited) == str(len(data.body))


def test_bytes_take_the_place_of_a_body() -> None:
    head, data, _ = fed(Bytes(), whole())
    assert (length(head), data) == ("9", Data(b"{not json"))


def test_a_body_that_nothing_was_done_to_is_the_same_bytes() -> None:
    assert fed(Editing(), whole()) == whole()


@pytest.mark.parametrize("content", [b"{broken", b""])
def test_a_body_that_is_no_json_passes(content: bytes) -> None:
    assert body(fed(Shouts(), whole(content))) == content


def test_a_body_without_a_length_gets_none() -> None:
    head = Head(200, (("content-type", "application/json"),))
    assert fed(Shouts(), [head, Data(COMPLETION), End()])[0] == head


def test_other_bodies_pass() -> None:
    page = whole(b"<html>", "text/html")
    assert fed(Shouts(), page) == page
    assert fed(Streams(), whole()) == whole()


def test_what_is_held_goes_when_upstream_breaks() -> None:
    head, _, _ = whole()
    assert fed(Shouts(), [head, Data(b"{"), Abort()]) == [head, Data(b"{"), Abort()]
    assert fed(Shouts(), [STREAM, Data(b"data"), Abort()]) == [STREAM, Data(b"data"), Abort()]


def test_other_steps_pass() -> None:
    head, data, end = whole()
    assert fed(Shouts(), [head, Raw(b"!"), data, end])[0] == Raw(b"!")


def test_begun_in_the_middle_it_edits_events_from_there() -> None:
    transform = Streams()
    transform.watch(STREAM)
    assert body(fed(transform, stream([*TOKENS, FINISH, DONE])[1:])) == b"".join(
        [*TOKENS, FINISH, DONE]
    ).replace(b"llo", b"LLO")


def test_a_body_that_is_too_long_to_hold_passes_as_it_is() -> None:
    head, _, end = whole()
    steps = [head, *[Data(bytes(WHOLE // 4))] * 5, end]
    shouts = Shouts()
    assert b"".join(step.body for step in fed(shouts, steps) if isinstance(step, Data)) == bytes(
        5 * (WHOLE // 4)
    )
    assert shouts.skipped == TOO_LONG


def test_a_body_whose_edit_fails_passes_as_it_is_and_the_failure_is_told_at_the_end() -> None:
    heard: list[Exception] = []
    guarded = Guard(Shouts(), heard.append)
    head, _, end = whole()
    steps = [head, Data(b'{"choices": []}'), end]
    left = [made for step in steps for made in guarded.feed(step)]
    assert (body(left), left[-1]) == (b'{"choices": []}', end)
    guarded.close()
    assert [type(failure) for failure in heard] == [IndexError]
