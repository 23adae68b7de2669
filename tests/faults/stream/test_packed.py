from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, End, Head
from tests.faults.replies import CHAT_EVENTS, COMPLETION, after, stream, whole
from tests.playbook import body

CONTENT = b"".join(CHAT_EVENTS)


def test_the_checksum_is_lost_and_every_event_can_be_read_at_once() -> None:
    steps = after("stream.truncated_gzip")
    head, *_, end = steps
    assert isinstance(head, Head)
    assert dict(head.headers)["content-encoding"] == "gzip"
    assert end == End()
    inflate = zlib.decompressobj(31)
    seen = b"".join(inflate.decompress(step.body) for step in steps[1:-1] if isinstance(step, Data))
    assert seen == CONTENT
    assert not inflate.eof


def test_without_flushes_little_can_be_read() -> None:
    packed = body(after({"type": "stream.truncated_gzip", "flush": False, "lost": 200}))
    assert len(zlib.decompressobj(31).decompress(packed)) < len(CONTENT) // 2


@pytest.mark.parametrize("flush", [True, False])
@given(lost=st.integers(1, 2000))
def test_so_many_bytes_are_missing(flush: bool, lost: int) -> None:
    def packed(lost: int) -> bytes:
        return body(after({"type": "stream.truncated_gzip", "flush": flush, "lost": lost}, stream()))

    assert packed(lost) == (packed(1) + b"?")[:-lost]


def test_a_json_body_too() -> None:
    head, *_ = steps = after("stream.truncated_gzip", whole())
    assert head == Head(200, (("content-type", "application/json"), ("content-encoding", "gzip")))
    inflate = zlib.decompressobj(31)
    assert inflate.decompress(body(steps)) == COMPLETION
    assert not inflate.eof
