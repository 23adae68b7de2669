"""mitmproxy's messages to ours and back."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus

from mitmproxy import http

from fakeai_proxy.core.codings import TooLarge, unpack
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Door, Request
from fakeai_proxy.core.steps import Data, End, Head, Headers, Step


def to_request(
    request: http.Request,
    limit: int = sys.maxsize,
    door: Door = "forward",
    peer: str = "127.0.0.1",
    scope: str = "",
    base: str = "",
) -> Request:
    """The request as the app meant it; a body whose content-encoding is broken comes as it is.

    Raises ApiError 413 where more than `limit` bytes are packed in the body.
    """
    path, _, query = request.path.partition("?")
    return Request(
        method=request.method,
        path=path,
        host=request.host.lower(),
        query=query,
        headers=to_headers(request.headers),
        body=plain_body(request, limit),
        scheme=request.scheme,
        port=request.port,
        door=door,
        peer=peer,
        scope=scope,
        base=base,
    )


def plain_body(request: http.Request, limit: int) -> bytes:
    raw = request.raw_content or b""
    if not (coding := request.headers.get("content-encoding")):
        return raw
    try:
        return unpack(raw, coding, limit)
    except TooLarge:
        raise ApiError(
            413, f"Request body too large: at most {limit} bytes are accepted, unpacked."
        ) from None


def to_headers(headers: http.Headers) -> Headers:
    """Names in lower case; bytes outside of UTF-8 survive as surrogates."""
    return tuple(
        (name.decode("utf-8", "surrogateescape").lower(), value.decode("utf-8", "surrogateescape"))
        for name, value in headers.fields
    )


def to_fields(headers: Headers) -> http.Headers:
    """The other way round."""
    return http.Headers(
        [
            (name.encode("utf-8", "surrogateescape"), value.encode("utf-8", "surrogateescape"))
            for name, value in headers
        ]
    )


@cache
def reason(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b""


def is_sized(head: Head) -> bool:
    """The length of the body is known from the head: declared, or none by definition of the status."""
    return head.status in (204, 304) or has(head, "content-length")


def has(head: Head, name: str) -> bool:
    """`head` has a header `name` (lower case), in whatever case it was written."""
    return any(key.lower() == name for key, _ in head.headers)


BLANK = http.Response(b"HTTP/1.1", 200, b"OK", http.Headers(), b"", None, 0, 0)


def blank() -> http.Response:
    """An empty 200, by copy: mitmproxy checks the type of every field of a new one, which costs 40 us."""
    response, data = object.__new__(http.Response), object.__new__(http.ResponseData)
    data.__dict__.update(BLANK.data.__dict__, headers=http.Headers())
    response.data = data
    return response


def to_response(head: Head, request: http.Request, *, streamed: bool) -> http.Response:
    """`head` in the framing the client's HTTP version asks for, without a body."""
    fields = list(to_fields(head.headers).fields)
    if streamed and is_chunked(head, request):
        fields.append((b"transfer-encoding", b"chunked"))
    response = blank()
    data = response.data
    data.status_code, data.headers = head.status, http.Headers(fields)
    data.reason = head.reason.encode("latin-1", "replace") if head.reason else reason(head.status)
    data.timestamp_start = data.timestamp_end = time.time()
    return response


def is_chunked(head: Head, request: http.Request) -> bool:
    """The body needs chunks: nothing else tells the client where it ends."""
    if request.http_version != "HTTP/1.1" or head.status < 200:
        return False
    return not is_sized(head) and not has(head, "transfer-encoding")


FRAMING = ("transfer-encoding", "connection", "keep-alive")


def steps_of(response: http.Response) -> Iterator[Step]:
    """A live response as steps, without the framing of the hop it came by."""
    headers = tuple(field for field in to_headers(response.headers) if field[0] not in FRAMING)
    said = response.data.reason
    odd = "" if said == reason(response.status_code) else said.decode("latin-1")
    yield Head(response.status_code, headers, odd)
    if response.raw_content:
        yield Data(response.raw_content)
    yield End(to_headers(response.trailers) if response.trailers else ())
