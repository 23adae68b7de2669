from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import example, given

from fakeai_proxy.cassette.text.body import Line, read, read_bytes, tell, tell_raw
from tests.cassette.tapes import bodies


def same(value: Any) -> Any:
    return value


def lines(body: bytes) -> tuple[list[Line], dict[str, bytes]]:
    kept: dict[str, bytes] = {}
    return list(tell(body, kept.__setitem__, same)), kept


@given(bodies)
@example(b'{"a":[{"b":1},{}],"c":[],"d":[1]}')
@example(b"\xff" * 600)
@example(b"{}")
def test_every_body_reads_back(body: bytes) -> None:
    told, kept = lines(body)
    assert read(told, kept.__getitem__, same) == body


def test_json_member_by_member() -> None:
    assert lines(b'{"model":"m","messages":[{"role":"user"},{"role":"tool"}]}')[0] == [
        {"body": "json", "style": "compact"},
        {"at": ["model"], "value": "m"},
        {"at": ["messages", 0], "value": {"role": "user"}},
        {"at": ["messages", 1], "value": {"role": "tool"}},
    ]


def test_text_line_by_line() -> None:
    assert lines(b"a\n\nb")[0] == [{"body": "text"}, {"text": "a\n"}, {"text": "\n"}, {"text": "b"}]


def test_bytes_by_hash() -> None:
    sound = b"\xff" * 600
    told, kept = lines(sound)
    assert told == [{"body": "bytes", "sha256": sha256(sound).hexdigest(), "size": 600}]
    assert kept == {sha256(sound).hexdigest(): sound}
    assert lines(b"\xff") == ([{"body": "bytes", "base64": "/w=="}], {})


def test_an_item_may_be_added_by_hand() -> None:
    told, kept = lines(b'{"a":[{"b":1}]}')
    assert (
        read([*told, {"at": ["a", 0], "value": {"b": 2}}], kept.__getitem__, same)
        == b'{"a":[{"b":1},{"b":2}]}'
    )


@pytest.mark.parametrize("line", [{"body": "yaml"}, {"body": "bytes", "base64": "?"}])
def test_no_body(line: Line) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read([line], dict[str, bytes]().__getitem__, same)


def test_no_place() -> None:
    with pytest.raises(ValueError, match="is no place in a body"):
        read(
            [{"body": "json", "style": "compact"}, {"at": [1], "value": 1}],
            dict[str, bytes]().__getitem__,
            same,
        )


@given(bodies)
def test_raw(body: bytes) -> None:
    kept: dict[str, bytes] = {}
    assert read_bytes(tell_raw(body, kept.__setitem__), kept.__getitem__) == body
