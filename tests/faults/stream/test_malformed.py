from __future__ import annotations

import json

import pytest

from fakeai_proxy.faults.events import Framer, WireEvent
from tests.faults.replies import CHAT_EVENTS, DONE, MESSAGE_EVENTS, RESPONSE_EVENTS, TOKENS, after, stream
from tests.playbook import body


def damaged(damage: str, events: tuple[bytes, ...] = CHAT_EVENTS, kind: str = "any") -> list[bytes]:
    given = {"type": "stream.malformed", "damage": damage, "kind": kind}
    return body(after(given, stream(events), {"after_events": 1})).split(b"\n\n")


@pytest.mark.parametrize("damage", ["truncated", "text", "empty", "comma", "quotes"])
def test_one_event_cannot_be_read(damage: str) -> None:
    first, broken, third, *_ = damaged(damage)
    assert (first + b"\n\n", third + b"\n\n") == (CHAT_EVENTS[0], TOKENS[1])
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.removeprefix(b"data:"))


def test_half_of_the_data() -> None:
    data = TOKENS[0].removeprefix(b"data: ").rstrip()
    assert damaged("truncated")[1] == b"data: " + data[: len(data) // 2]


def test_nothing_after_the_colon() -> None:
    assert damaged("empty")[1] == b"data: "


@pytest.mark.parametrize(
    ("events", "text"),
    [
        (CHAT_EVENTS, b'"content":"\xff'),
        (MESSAGE_EVENTS, b'"text":"\xff'),
        (RESPONSE_EVENTS, b'"delta":"\xff'),
        ((DONE, *[DONE]), b"[DONE]\xff"),
    ],
)
def test_a_byte_that_is_no_utf8_in_the_text(events: tuple[bytes, ...], text: bytes) -> None:
    content = b"\n\n".join(damaged("utf8", events, "any" if events[0] == DONE else "output"))
    assert text in content
    assert content.replace(b"\xff", b"") == b"".join(events)
    with pytest.raises(UnicodeDecodeError):
        content.decode()


def test_events_stay_events() -> None:
    for damage in ("truncated", "text", "empty", "comma", "quotes", "utf8"):
        content = b"\n\n".join(damaged(damage))
        assert sum(isinstance(piece, WireEvent) for piece in Framer().feed(content)) == len(CHAT_EVENTS)
