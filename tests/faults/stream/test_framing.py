from __future__ import annotations

import pytest

from fakeai_proxy.core.steps import Abort, Data, Head, Raw
from tests.faults.replies import CHAT_EVENTS, COMPLETION, STREAM, after, whole


@pytest.mark.parametrize(
    ("flaw", "chunk"),
    [
        ("size", b"zz\r\ndata: {}\n\n\r\n"),
        ("short", b"400\r\ndata: {"),
        ("border", b"4\r\ndata: {}\n\n\r\n"),
    ],
)
def test_a_broken_chunk_and_no_more(flaw: str, chunk: bytes) -> None:
    assert after({"type": "stream.framing", "flaw": flaw}, when={"after_events": 1}) == [
        STREAM,
        Data(CHAT_EVENTS[0]),
        Raw(chunk),
        Abort(),
    ]


def test_a_json_body_is_chunked_for_it() -> None:
    assert after("stream.framing", whole())[:2] == [
        Head(200, (("content-type", "application/json"),)),
        Data(COMPLETION[: len(COMPLETION) // 2]),
    ]
