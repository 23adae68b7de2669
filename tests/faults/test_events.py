from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import encode
from fakeai_proxy.faults.events import IS, Framer, Kind, WireEvent, dump

from .replies import CALL_EVENTS, CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS


def parsed(raw: bytes) -> WireEvent:
    (event,) = Framer().feed(raw)
    assert isinstance(event, WireEvent)
    return event


def pieces(chunks: list[bytes]) -> tuple[list[WireEvent | bytes], bytes]:
    framer = Framer()
    found = [piece for chunk in chunks for piece in framer.feed(chunk)]
    return found, framer.rest()


lines = st.sampled_from([b"data: x", b"data:y", b"event: n", b": comment", b"", b"id: 1", b"data"])


@given(st.lists(lines), st.sampled_from([b"\n", b"\r\n", b"\r"]), st.lists(st.integers(0, 400)))
def test_all_that_comes_out_is_what_went_in(lines: list[bytes], end: bytes, borders: list[int]) -> None:
    body = b"".join(line + end for line in lines)
    places = sorted({0, len(body), *(at % (len(body) + 1) for at in borders)})
    found, rest = pieces([body[start:stop] for start, stop in pairwise(places)])
    raw = [piece.raw if isinstance(piece, WireEvent) else piece for piece in found]
    assert b"".join(raw) + rest == body
    assert b"" not in raw


def test_a_comment_is_out_with_its_blank_line() -> None:
    assert pieces([b": ping\n\nda", b"ta: x\n\n"]) == (
        [b": ping\n\n", WireEvent(b"data: x\n\n", "x")],
        b"",
    )


def test_what_has_no_blank_line_is_the_rest() -> None:
    assert pieces([b"data: x\n\ndata: y\n"]) == ([WireEvent(b"data: x\n\n", "x")], b"data: y\n")


def test_other_data_leaves_the_other_lines() -> None:
    event = parsed(b"event: n\r\ndata: 1\r\ndata: 2\r\nid: 7\r\n\r\n")
    assert event.saying(b"a\nb") == b"event: n\r\ndata: a\r\ndata: b\r\nid: 7\r\n\r\n"
    assert event.saying(b"") == b"event: n\r\ndata: \r\nid: 7\r\n\r\n"


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5))
def test_json_round_trips(value: object) -> None:
    event = parsed(parsed(b"data: {}\n\n").saying_json([value]))
    assert event.value == [value]
    assert json.loads(dump(value)) == value


def test_data_that_is_no_json_has_no_value() -> None:
    assert parsed(b"data: [DONE]\n\n").value is None
    assert parsed(b"data: [1]\n\n").object == {}


@pytest.mark.parametrize(
    ("events", "kind", "expected"),
    [
        (CHAT_EVENTS, "any", [0, 1, 2, 3, 4, 5, 6]),
        (CHAT_EVENTS, "output", [1, 2, 3]),
        (CHAT_EVENTS, "finish", [4]),
        (CHAT_EVENTS, "usage", [5]),
        (CHAT_EVENTS, "done", [6]),
        (CALL_EVENTS, "output", [1, 2, 3, 4, 5]),
        (CALL_EVENTS, "tool_call", [1, 4]),
        (MESSAGE_EVENTS, "output", [2, 5]),
        (MESSAGE_EVENTS, "tool_call", [4]),
        (MESSAGE_EVENTS, "finish", [7]),
        (MESSAGE_EVENTS, "done", [8]),
        (RESPONSE_EVENTS, "output", [2]),
        (RESPONSE_EVENTS, "tool_call", [1]),
        (RESPONSE_EVENTS, "finish", [3]),
        (RESPONSE_EVENTS, "done", [3]),
    ],
)
def test_what_events_say(events: tuple[bytes, ...], kind: Kind, expected: list[int]) -> None:
    assert [at for at, raw in enumerate(events) if IS[kind](parsed(raw))] == expected


@pytest.mark.parametrize("kind", IS)
@given(
    value=st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["choices", "delta", "type", "item", "tool_calls", "content", "usage"]), inner
            )
        ),
        max_leaves=8,
    )
)
def test_no_event_is_too_strange_to_look_at(kind: Kind, value: object) -> None:
    assert IS[kind](parsed(encode(dump(value)))) in (True, False)
