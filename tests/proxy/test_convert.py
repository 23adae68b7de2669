from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.http import Headers, Request, Response
from mitmproxy.test import tutils

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request as Asked
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.proxy.convert import blank, is_sized, reason, steps_of, to_headers, to_request, to_response
from tests.playbook import body

SIZED = Head(200, (("content-length", "2"),))


def request(path: str = "/v1/x", content: bytes | None = b"", **headers: str) -> Request:
    fields = Headers([(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()])
    return tutils.treq(
        method=b"POST", scheme=b"https", host="nim.test", port=8000, path=path.encode(), headers=fields,
        content=content,
    )  # fmt: skip


def test_a_request_as_the_app_meant_it() -> None:
    assert to_request(request("/v1/x?a=1&b=?", b"{}", Content_Type="a/b", X="1")) == Asked(
        method="POST",
        path="/v1/x",
        host="nim.test",
        query="a=1&b=?",
        headers=(("content-type", "a/b"), ("x", "1")),
        body=b"{}",
        scheme="https",
        port=8000,
    )


def test_hosts_are_the_same_in_any_case() -> None:
    asked = request()
    asked.host = "API.OpenAI.com"
    assert to_request(asked).host == "api.openai.com"


@pytest.mark.parametrize(
    ("encoding", "raw", "plain"),
    [
        ("gzip", gzip.compress(b"{}", mtime=0), b"{}"),
        ("identity", b"{}", b"{}"),
        ("gzip", b"not gzip", b"not gzip"),
        ("no-such-coding", b"{}", b"{}"),
    ],
)
def test_a_body_comes_decoded_where_that_can_be(encoding: str, raw: bytes, plain: bytes) -> None:
    assert to_request(request(content=raw, content_encoding=encoding)).body == plain


def test_a_packed_body_over_the_limit_is_refused() -> None:
    with pytest.raises(ApiError, match="at most 99 bytes"):
        to_request(request(content=gzip.compress(bytes(100)), content_encoding="gzip"), 99)


@pytest.mark.parametrize("encoding", [{}, {"content_encoding": "gzip"}])
def test_no_body_is_an_empty_one(encoding: dict[str, str]) -> None:
    assert to_request(request(content=None, **encoding)).body == b""


names = st.from_regex(rb"[!-9;-~\xff]{1,10}", fullmatch=True)
texts = st.binary(max_size=10)


@given(st.lists(st.tuples(names, texts)))
def test_any_header_survives_both_ways(fields: list[tuple[bytes, bytes]]) -> None:
    headers = to_headers(Headers(fields))
    back = to_response(Head(204, headers), request(), streamed=False).headers.fields
    assert back == tuple((name.lower(), value) for name, value in fields)


@pytest.mark.parametrize(
    ("head", "sized"),
    [(SIZED, True), (Head(204), True), (Head(304), True), (Head(200), False), (Head(500), False)],
)
def test_when_the_length_is_known_from_the_head(head: Head, sized: bool) -> None:
    assert is_sized(head) is sized


@pytest.mark.parametrize(
    ("head", "version", "streamed", "chunked"),
    [
        (Head(200), b"HTTP/1.1", True, True),
        (Head(200), b"HTTP/1.1", False, False),
        (Head(200), b"HTTP/1.0", True, False),
        (Head(200), b"HTTP/2.0", True, False),
        (SIZED, b"HTTP/1.1", True, False),
        (Head(204), b"HTTP/1.1", True, False),
        (Head(103), b"HTTP/1.1", True, False),
    ],
)
def test_the_framing_is_that_of_the_client(head: Head, version: bytes, streamed: bool, chunked: bool) -> None:
    asked = request()
    asked.data.http_version = version
    response = to_response(head, asked, streamed=streamed)
    assert (response.headers.get("transfer-encoding") == "chunked") is chunked
    assert (response.status_code, response.raw_content) == (head.status, b"")


def test_a_status_has_its_reason() -> None:
    assert (reason(404), reason(299)) == (b"Not Found", b"")
    assert to_response(Head(429), request(), streamed=False).reason == "Too Many Requests"


def test_an_odd_reason_survives_both_ways() -> None:
    response = to_response(Head(401, reason="Permission\xe9Denied"), request(), streamed=False)
    assert response.data.reason == b"Permission\xe9Denied"
    assert next(steps_of(response)) == Head(401, reason="Permission\xe9Denied")
    assert next(steps_of(to_response(Head(401), request(), streamed=False))) == Head(401)


def test_blanks_share_nothing() -> None:
    one, other = blank(), blank()
    one.headers["a"], one.status_code, one.content = "1", 500, b"x"
    assert (dict(other.headers), other.status_code, other.content) == ({}, 200, b"")
    assert (dict(blank().headers), blank().status_code) == ({}, 200)


def test_a_live_response_without_the_framing_of_its_hop() -> None:
    live = Response.make(201, b"ok", {"X-A": "1", "Transfer-Encoding": "chunked", "Connection": "close"})
    head, *rest = steps_of(live)
    assert head == Head(201, (("x-a", "1"),))
    assert rest == [Data(b"ok"), End()]


@given(st.binary())
def test_a_whole_response_keeps_its_bytes(content: bytes) -> None:
    steps = list(steps_of(Response.make(200, content)))
    assert body(steps) == content
    assert len(steps) == 2 + bool(content)
