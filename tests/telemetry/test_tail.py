import gzip

import brotli
import pytest

from fakeai_proxy.core.steps import Head
from fakeai_proxy.telemetry.tail import HEAD_BYTES, TAIL_BYTES, Tail


def fed(body, *headers, size=1000):
    tail = Tail()
    tail.begin(Head(200, headers))
    for start in range(0, len(body), size):
        tail.feed(body[start : start + size])
    return tail


def test_both_ends_are_kept_and_no_more():
    body = bytes(range(256)) * 400
    tail = fed(body)
    assert bytes(tail.head) == body[:HEAD_BYTES]
    assert bytes(tail.tail) == body[-TAIL_BYTES:]


@pytest.mark.parametrize("size", [1, 7, 4096, 70_000])
def test_pieces_of_any_size_are_joined(size):
    body = bytes(range(256)) * 400
    tail = fed(body, size=size)
    assert (tail.head, tail.tail) == (body[:HEAD_BYTES], body[-TAIL_BYTES:])


def test_the_ends_of_a_body_that_still_comes():
    tail = fed(b"one")
    assert (tail.head, tail.tail) == (b"one", b"one")
    tail.feed(b"two")
    assert (tail.head, tail.tail) == (b"onetwo", b"onetwo")


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress),
        ("br", brotli.compress),
        ("gzip, br", lambda b: brotli.compress(gzip.compress(b))),
    ],
)
def test_codings_are_taken_off(coding, packed):
    assert bytes(fed(packed(b"hello" * 50), ("content-encoding", coding), size=7).head) == b"hello" * 50


@pytest.mark.parametrize("coding", ["gzip", "unheard-of"])
def test_what_cannot_be_decoded_is_not_looked_at(coding):
    assert bytes(fed(b"plain", ("content-encoding", coding)).head) == b""


@pytest.mark.parametrize(
    ("body", "headers", "complete"),
    [
        (b"12345", (("content-length", "5"),), True),
        (b"1234", (("content-length", "5"),), False),
        (b"1234", (("content-length", "²"),), False),
        (b"data: 1\n\ndata: [DONE]\n\n", (("content-type", "text/event-stream"),), True),
        (b"data: 1\n\n", (("content-type", "text/event-stream; charset=utf-8"),), False),
        (b"data: [DONE]\n\n", (), False),
    ],
)
def test_whether_the_client_has_it_all(body, headers, complete):
    assert fed(body, *headers).complete is complete
