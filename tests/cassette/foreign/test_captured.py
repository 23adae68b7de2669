from __future__ import annotations

import pytest

from fakeai_proxy.cassette.foreign.captured import Times, asked, captured, lowered, plain
from fakeai_proxy.cassette.interaction import Chunk
from fakeai_proxy.core.steps import Head


def test_a_request_by_its_address() -> None:
    request = asked("post", "http://Host:81/a/b?c=d", [("Accept", "x"), (":authority", "y")], b"z")
    assert (request.method, request.scheme, request.host, request.port) == ("POST", "http", "host", 81)
    assert (request.path, request.query, request.headers, request.body) == (
        "/a/b",
        "c=d",
        (("accept", "x"),),
        b"z",
    )
    assert (asked("GET", "https://host", (), b"").path, asked("GET", "https://host", (), b"").port) == (
        "/",
        443,
    )


@pytest.mark.parametrize("url", ["ftp://host/", "/a", "https://", "data:text/plain,a", "https://host:port/"])
def test_other_addresses(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        asked("GET", url, (), b"")


def test_empty_pieces_are_none() -> None:
    request = asked("GET", "https://host/", (), b"")
    capture = captured(3, request, Head(200), [Chunk(1, b""), Chunk(2, b"a")], Times(1.0, 2, 3))
    assert (capture.order, capture.chunks, capture.end, capture.end_ns) == (
        3,
        (Chunk(2, b"a"),),
        "complete",
        3,
    )


def test_headers_of_a_decoded_body() -> None:
    assert plain(lowered([("Content-Encoding", "gzip"), ("A", "b")])) == (("a", "b"),)
