from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.faults.events import Framer, WireEvent
from tests.faults.replies import CHAT_EVENTS, DONE, MESSAGE_EVENTS, RESPONSE_EVENTS, after, stream
from tests.playbook import body


def events(
    name: str, of: tuple[bytes, ...], when: dict[str, Any] | None = None, **given: Any
) -> list[WireEvent]:
    content = body(after({"type": f"stream.{name}", **given}, stream(of), when))
    return [piece for piece in Framer().feed(content) if isinstance(piece, WireEvent)]


def test_no_event_has_a_name() -> None:
    found = events("names", MESSAGE_EVENTS)
    assert {event.name for event in found} == {""}
    assert [b"event: " + event.type.encode() + b"\n" + event.raw for event in found] == [*MESSAGE_EVENTS]


def test_every_event_has_the_same_name() -> None:
    assert {event.name for event in events("names", RESPONSE_EVENTS, to="message")} == {"message"}
    assert events("names", CHAT_EVENTS, to="x", count=1)[0].raw == b"event: x\n" + CHAT_EVENTS[0]


def test_a_member_nobody_knows() -> None:
    found = events("unknown", CHAT_EVENTS)
    assert all("x_unknown" in event.object for event in found[:-1])
    assert found[-1].raw == DONE


def test_a_type_nobody_knows() -> None:
    assert events("unknown", MESSAGE_EVENTS, what="type", count=1)[0].object["type"] == "x.unknown"
    assert events("unknown", CHAT_EVENTS, what="type", count=1)[0].object["object"] == "x.unknown"


@pytest.mark.parametrize(
    ("field", "to", "before", "after_it"),
    [("id", None, "c1", "c1-other"), ("model", "gpt-3.5-turbo", "m", "gpt-3.5-turbo")],
)
def test_the_answer_becomes_another(field: str, to: str | None, before: str, after_it: str) -> None:
    found = [event.object.get(field) for event in events("identity", CHAT_EVENTS, field=field, to=to)]
    assert found[:5] == [before] * 3 + [after_it] * 2


def test_a_number_is_one_more() -> None:
    raw = b'data: {"created":5}\n\n'
    assert events("identity", (raw,), {"at": "headers"}, field="created")[0].object == {"created": 6}


def test_in_the_newer_apis_too() -> None:
    first = events("identity", MESSAGE_EVENTS, {"at": "headers"})[0]
    assert first.object["message"]["id"] == "m1-other"
    last = events("identity", RESPONSE_EVENTS)[-1]
    assert last.object["response"]["id"] == "r1-other"


def test_what_does_not_tell_it_is_the_same_bytes() -> None:
    assert [event.raw for event in events("identity", CHAT_EVENTS, field="system_fingerprint")] == [
        *CHAT_EVENTS
    ]
