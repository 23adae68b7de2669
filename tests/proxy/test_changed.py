from __future__ import annotations

from dataclasses import replace

from mitmproxy import http

from fakeai_proxy.proxy.changed import change
from fakeai_proxy.proxy.convert import to_request


def sent() -> http.Request:
    headers = {"host": "api.test", "authorization": "Bearer k", "x-fakeai-fault": "stream.cut"}
    return http.Request.make("POST", "https://api.test/v1/x?a=1", b'{"a": 1}', headers)


def test_what_is_asked_of_us_is_asked_of_nobody_else() -> None:
    request = sent()
    change(request, None)
    assert dict(request.headers) == {"host": "api.test", "authorization": "Bearer k", "content-length": "8"}
    assert request.content == b'{"a": 1}'


def test_upstream_is_asked_something_else() -> None:
    request = sent()
    asked = to_request(request)
    headers = (*asked.headers, ("x-new", "caf\udce9"), ("content-encoding", "gzip"))
    change(
        request, replace(asked, method="PUT", path="/v2/y", query="b=2", headers=headers, body=b'{"a": 2000}')
    )
    assert (request.method, request.path, request.content) == ("PUT", "/v2/y?b=2", b'{"a": 2000}')
    assert request.headers["content-length"] == "11"
    assert request.headers["host"] == "api.test"
    assert (b"x-new", b"caf\xe9") in request.headers.fields
    assert "content-encoding" not in request.headers


def test_it_may_have_no_query() -> None:
    request = sent()
    change(request, replace(to_request(request), query=""))
    assert request.path == "/v1/x"
