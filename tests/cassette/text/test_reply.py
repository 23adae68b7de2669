from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fakeai_proxy.cassette.recording import Answered, Early, Message
from fakeai_proxy.cassette.text.body import Line
from fakeai_proxy.cassette.text.reply import parts, read, tell, tell_times
from fakeai_proxy.cassette.text.volatile import Given, Taken, told

PLAIN = Answered("http", 200, (("x-request-id", "r"),), 5, 9, "complete", b'{"id": "a"}', ())
SPOKEN = replace(PLAIN, kind="ws", status=101, body=b'{"event_id":"e"}')


def lines(reply: Answered, asked: bytes = b"") -> tuple[list[Line], Line, dict[str, Any]]:
    taken: dict[str, Taken] = {name: {} for name in ("headers", "trailers", "early", "body")}
    left = parts(reply, asked)
    found = list(tell(reply, left, taken, lambda name, body: None))
    return found, tell_times(reply, left), {name: told(values) for name, values in taken.items()}


def again(found: list[Line], times: Line, volatile: dict[str, Any]) -> tuple[Answered, bytes]:
    given = {name: Given(values) for name, values in volatile.items()}
    return read(found, times, given, lambda name: b"")


def test_trailers_and_what_came_before() -> None:
    early = (Early(1, 103, (("link", "</a>"),)), Early(2, 102, (("x-request-id", "s"),)))
    reply = replace(PLAIN, trailers=(("x-request-id", "t"), ("x-sum", "1")), early=early)
    found, times, volatile = lines(reply)
    assert found[0]["trailers"] == [["x-request-id", "…"], ["x-sum", "1"]]
    assert found[0]["early"] == [[103, [["link", "</a>"]]], [102, [["x-request-id", "…"]]]]
    assert (times["early_ns"], volatile["early"]) == ([1, 2], {"x-request-id": "s"})
    assert again(found, times, volatile) == (reply, b"")


def test_a_plain_reply_says_no_more_than_it_has() -> None:
    found, times, volatile = lines(PLAIN)
    assert [*found[0]] == ["reply", "kind", "end", "headers"]
    assert [*times] == ["head_ns", "end_ns"]
    assert again(found, times, volatile) == (PLAIN, b"")


def test_messages_say_what_was_asked_too() -> None:
    messages = Message(1, "client", False, 0, 4), Message(2, "server", False, 0, 16)
    reply = replace(SPOKEN, messages=messages)
    found, times, volatile = lines(reply, b"ping")
    assert [next(iter(line)) for line in found] == ["reply", "messages", "message", "message"]
    assert (times["messages_ns"], volatile["body"]) == ([1, 2], {"/event_id": "e"})
    assert again(found, times, volatile) == (reply, b"ping")


def test_messages_that_are_not_all_are_told_apart() -> None:
    reply = replace(SPOKEN, messages=(Message(1, "server", False, 3, 5),))
    found, times, volatile = lines(reply, b"ping")
    assert [next(iter(line)) for line in found] == ["reply", "body", "at"]
    assert times["messages"] == reply.messages
    assert again(found, times, volatile) == (reply, b"")


def test_times_of_other_heads() -> None:
    found, times, volatile = lines(replace(PLAIN, early=(Early(1, 103, ()),)))
    with pytest.raises(ValueError, match="'early_ns' of the timing tells of other than 1 heads"):
        again(found, {**times, "early_ns": []}, volatile)
