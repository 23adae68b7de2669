from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.recording import Message
from fakeai_proxy.cassette.text.body import Line
from fakeai_proxy.cassette.text.messages import Spoken, contents, read, tell
from tests.cassette.tapes import bodies, spoken


def put_together(said: list[tuple[str, bool, bytes]]) -> Spoken:
    both, messages = {"client": b"", "server": b""}, list[Message]()
    for ns, (sender, binary, body) in enumerate(said):
        messages.append(Message(ns, sender, binary, len(both[sender]), len(body)))  # type: ignore[arg-type]
        both[sender] += body
    return Spoken(both["client"], both["server"], tuple(messages))


def lines(one: Spoken) -> tuple[list[Line], dict[str, bytes]]:
    kept: dict[str, bytes] = {}
    said = contents(one)
    assert said is not None
    return list(tell(one.messages, said, kept.__setitem__, lambda value: value)), kept


@settings(max_examples=25)
@given(spoken)
def test_what_both_sides_said_reads_back(said: list[tuple[str, bool, bytes]]) -> None:
    one = put_together(said)
    told, kept = lines(one)
    times = [message.ns for message in one.messages]
    assert read(told, times, kept.__getitem__, lambda value: value) == one


def test_messages_as_people_know_them() -> None:
    said = [
        ("server", False, b'{"type":"session.created"}'),
        ("client", False, b'{"type": "ping"}'),
        ("client", False, b"hello"),
        ("server", True, b"\x00\xff"),
    ]
    told, _ = lines(put_together(said))
    assert told == [
        {"messages": {"client": "spaced", "server": "compact"}},
        {"message": "server", "data": {"type": "session.created"}},
        {"message": "client", "data": {"type": "ping"}},
        {"message": "client", "raw": "hello"},
        {"message": "server", "binary": True, "base64": "AP8="},
    ]


@settings(max_examples=20)
@given(st.binary(min_size=1, max_size=9), bodies)
def test_slices_that_leave_something_out_or_overlap(more: bytes, body: bytes) -> None:
    whole = Message(0, "server", False, 0, len(body))
    assert contents(Spoken(b"", body, (whole,))) == [body]
    assert contents(Spoken(more, body, (whole,))) is None
    assert contents(Spoken(b"", body + more, (whole,))) is None
    assert contents(Spoken(b"", body, (whole, whole._replace(size=-1)))) is None


@pytest.mark.parametrize(
    ("line", "times", "said"),
    [
        ({"message": "server", "raw": ""}, [], "tells of other than 1 messages"),
        ({"message": "proxy", "raw": ""}, [0], "and not of 'proxy'"),
    ],
)
def test_lines_that_make_no_message(line: Line, times: list[int], said: str) -> None:
    head = {"messages": {"client": "spaced", "server": "spaced"}}
    with pytest.raises(ValueError, match=said):
        read([head, line], times, lambda name: b"", lambda value: value)
