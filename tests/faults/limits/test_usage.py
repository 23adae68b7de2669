from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import DONE, encode
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.faults.limits.usage import UsageReader
from tests.faults.hits import EVENTS, JSON

CHAT = [
    {"choices": [{"delta": {"content": "a"}}], "usage": None},
    {"choices": [], "usage": {"total_tokens": 12}},
]
RESPONSE = [
    {"type": "response.created", "response": {"usage": None}},
    {
        "type": "response.completed",
        "response": {"usage": {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}},
    },
]
BEGUN = {
    "input_tokens": 20,
    "cache_read_input_tokens": 900,
    "cache_creation_input_tokens": 5,
    "output_tokens": 1,
}
CLAUDE = [
    {"type": "message_start", "message": {"usage": BEGUN}},
    {"type": "content_block_delta", "delta": {"text": '"usage"'}},
    {"type": "message_delta", "usage": {"output_tokens": 11}},
]


def read(steps: Iterable[Step]) -> int | None:
    reader = UsageReader()
    for step in steps:
        reader.feed(step)
    return reader.tokens


def stream(values: Iterable[Any]) -> bytes:
    return b"".join(encode(json.dumps(value).encode()) for value in values) + DONE


@pytest.mark.parametrize(("events", "tokens"), [(CHAT, 12), (RESPONSE, 7), (CLAUDE, 36), (CHAT[:1], None)])
@given(cuts=st.lists(st.integers(0, 400), max_size=6))
def test_streams_in_any_pieces(events: list[Any], tokens: int | None, cuts: list[int]) -> None:
    body = stream(events)
    ends = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [Data(body[begin:end]) for begin, end in pairwise(ends)]
    assert read([Head(200, (EVENTS,)), *pieces, End()]) == tokens


@pytest.mark.parametrize(
    ("value", "tokens"),
    [
        ({"usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}}, 7),
        ({"usage": BEGUN}, 26),
        ({"usage": {"total_tokens": "many"}}, None),
        ({"usage": None}, None),
        ({"data": []}, None),
        ([1], None),
    ],
)
def test_whole_answers(value: Any, tokens: int | None) -> None:
    assert read([Head(200, (JSON,)), Data(json.dumps(value).encode()), End()]) == tokens


def test_a_compressed_answer() -> None:
    body = zlib.compress(json.dumps({"usage": {"total_tokens": 7}}).encode(), wbits=31)
    assert read([Head(200, (JSON, ("content-encoding", "gzip"))), Data(body[:9]), Data(body[9:]), End()]) == 7


@pytest.mark.parametrize("body", [b"no gzip", b""])
def test_what_cannot_be_decoded_is_not_counted(body: bytes) -> None:
    head = Head(200, (JSON, ("content-encoding", "gzip")))
    assert read([head, Data(body), Data(b'{"usage": {"total_tokens": 7}}'), End()]) is None


def test_what_is_no_json_is_not_counted() -> None:
    assert read([Head(200, (JSON,)), Data(b'{"usage": '), End()]) is None
    assert read([Head(200, (EVENTS,)), Data(b'data: {"usage"\n\n'), End()]) is None


def test_a_huge_answer_is_not_kept() -> None:
    body = json.dumps({"usage": {"total_tokens": 7}, "x": "y" * 5_000_000}).encode()
    assert read([Head(200, (JSON,)), Data(body), End()]) is None
