from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import Decoder
from tests.faults.replies import (
    CHAT_EVENTS,
    DONE,
    FINISH,
    MESSAGE_EVENTS,
    RESPONSE_EVENTS,
    ROLE,
    after,
    cut,
    stream,
)
from tests.playbook import body


def written(style: str, events: tuple[bytes, ...] = CHAT_EVENTS) -> bytes:
    return body(after({"type": "stream.format", "style": style}, stream(events)))


def read(content: bytes) -> list[tuple[str, str]]:
    return [(event.name, event.data) for event in Decoder().feed(content + b"x")]


def test_bytes() -> None:
    content = b"".join(MESSAGE_EVENTS)
    assert written("bom", MESSAGE_EVENTS) == b"\xef\xbb\xbf" + content
    assert written("crlf", MESSAGE_EVENTS) == content.replace(b"\n", b"\r\n")
    assert written("cr", MESSAGE_EVENTS) == content.replace(b"\n", b"\r")
    assert written("no_space", MESSAGE_EVENTS) == content.replace(b"data: ", b"data:").replace(
        b"event: ", b"event:"
    )
    assert written("multi_line", (b'data: {"a":[1,2]}\n\n', DONE)) == (
        b'data: {\ndata: "a": [\ndata: 1,\ndata: 2\ndata: ]\ndata: }\n\n' + DONE
    )


@pytest.mark.parametrize("events", [CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS])
@given(style=st.sampled_from(["bom", "crlf", "cr", "no_space"]), borders=st.lists(st.integers(0, 9_999)))
def test_it_says_the_same(events: tuple[bytes, ...], style: str, borders: list[int]) -> None:
    steps = after({"type": "stream.format", "style": style}, cut(b"".join(events), borders))
    assert read(body(steps)) == read(b"".join(events))


@pytest.mark.parametrize("events", [CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS, CHAT_EVENTS[:5]])
def test_the_last_event_lacks_its_blank_line(events: tuple[bytes, ...]) -> None:
    assert written("unterminated", events) == b"".join(events)[:-1]
    assert len(Decoder().feed(written("unterminated", events))) == len(events) - 1


def test_events_before_the_last_are_complete_in_time() -> None:
    steps = after({"type": "stream.format", "style": "unterminated"}, stream((ROLE, FINISH, DONE)))
    assert [getattr(step, "body", None) for step in steps[1:-1]] == [ROLE, FINISH[:-1], b"\n" + DONE[:-1]]
