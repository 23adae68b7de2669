from __future__ import annotations

import pytest

from fakeai_proxy.cli.cassette.asking import NoAnswerError, Upstream, ask
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Request
from tests.cli.cassette.upstream import Came, Said, upstream

POST = Request("POST", "/v1/chat", query="a=1", headers=(("x-own", "1"),), body=b"{}")


def say(came: Came) -> Said:
    match came.path:
        case "/v1/chat?a=1":
            return Said("text/event-stream", (b"data: 1\n\n", b"data: 2\n\n"))
        case "/v1/short":
            return Said("text/plain", (b"abc",), short=4)
        case _:
            return Said("text/plain", (b"abc",), status=404)


def test_a_stream_comes_piece_by_piece() -> None:
    with upstream(say) as (url, came):
        seen = ask(POST, Upstream.parse(url), 5)
    assert b"".join(chunk.body for chunk in seen.chunks) == b"data: 1\n\ndata: 2\n\n"
    assert (seen.head.status, seen.end) == (200, "complete")
    assert ("content-type", "text/event-stream") in seen.head.headers
    assert 0 < seen.head_ns <= seen.chunks[0].ns <= seen.end_ns
    assert (came[0].body, came[0].headers["x-own"]) == (b"{}", "1")


def test_what_breaks_off_and_what_fails() -> None:
    with upstream(say) as (url, _):
        there = Upstream.parse(url)
        assert ask(Request("GET", "/v1/short"), there, 5).end == "upstream_reset"
        assert ask(Request("GET", "/v1/none"), there, 5).head.status == 404
    with pytest.raises(NoAnswerError, match=f"127.0.0.1:{there.port}"):
        ask(POST, there, 5)


def test_base_urls() -> None:
    assert Upstream.parse("https://h") == Upstream("https", "h", 443)
    assert Upstream.parse("http://h:81/api/v1/").target(POST) == "/api/v1/chat?a=1"
    assert Upstream.parse("http://h").target(Request("GET", "/v1/models")) == "/v1/models"
    for wrong in ("h:80", "ftp://h", "http://", "http://h:x"):
        with pytest.raises(SettingsError, match="is no base URL"):
            Upstream.parse(wrong)
