from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.text.body import Line
from fakeai_proxy.cassette.text.events import read, split, tell
from tests.cassette.tapes import bodies
from tests.cassette.tapes import events as made_up


def same(value: Any) -> Any:
    return value


def lines(body: bytes, kind: str = "sse") -> tuple[list[Line], dict[str, bytes]]:
    kept: dict[str, bytes] = {}
    return list(tell(split(body, kind), kind, kept.__setitem__, same)), kept


@given(st.lists(made_up() | bodies, min_size=1, max_size=4).map(b"".join), st.sampled_from(["sse", "ndjson"]))
def test_every_stream_reads_back(body: bytes, kind: str) -> None:
    assert b"".join(split(body, kind)) == body
    told, kept = lines(body, kind)
    assert read(told, kept.__getitem__, same) == split(body, kind)


def test_events_as_people_know_them() -> None:
    told, _ = lines(b'event: x\ndata: {"a":"\xc3\xa4"}\n\ndata: [DONE]\n\n: ping\n\n')
    assert told == [
        {"events": "sse", "style": "compact", "space": " ", "end": "\n"},
        {"event": "x", "data": {"a": "ä"}},
        {"text": "[DONE]"},
        {"raw": ": ping\n\n"},
    ]


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (b'data: {"a":1}\n\ndata: {"a":"\\u00e4"}\n\n', "compact ascii"),
        (b'data: {"a": 1}\n\ndata: {"a": "\\u00e4"}\n\n', "spaced ascii"),
        (b'data: 1\n\ndata: {"a": "\xc3\xa4"}\n\n', "spaced"),
    ],
)
def test_the_style_is_that_of_all_events(body: bytes, style: str) -> None:
    told, _ = lines(body)
    assert told[0]["style"] == style
    assert all("data" in line for line in told[1:])


def test_lines_of_json() -> None:
    told, _ = lines(b'{"a":1}\n\n{"a":2}', "ndjson")
    assert told[1:] == [{"data": {"a": 1}}, {"text": ""}, {"raw": '{"a":2}'}]


def test_other_line_ends() -> None:
    told, _ = lines(b'data:{"a":1}\r\n\r\n')
    assert told == [{"events": "sse", "style": "compact", "space": "", "end": "\r\n"}, {"data": {"a": 1}}]
