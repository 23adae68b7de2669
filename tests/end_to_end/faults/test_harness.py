"""The harness itself, without faults: what is sent is what is captured."""

from __future__ import annotations

import zlib

import pytest

from .asks import ASKS, TEXT, live, live_pieces
from .captured import Captured
from .clients import Http
from .conftest import SYNTHESIZED, Exchange
from .framing import Framing
from .provider import Provider


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
def test_live_and_replayed_are_the_bytes_of_the_provider(
    exchange: Exchange, ask: str, streamed: bool, http: Http
) -> None:
    for source in ("live", "replayed"):
        got = exchange(source=source, ask=ask, streamed=streamed, http=http)
        assert (got.status, got.ended.how) == (200, "complete")
        assert got.body == live(ASKS[ask], streamed)


@pytest.mark.parametrize("ask", SYNTHESIZED)
@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
def test_synthesized(exchange: Exchange, ask: str, streamed: bool, http: Http) -> None:
    got = exchange(ask=ask, streamed=streamed, http=http)
    assert (got.status, got.ended.how) == (200, "complete")
    assert got.values if got.events[1:] else got.json


def test_pieces_of_a_paced_stream(exchange: Exchange, http: Http) -> None:
    got = exchange(source="live", play="pace=0.002", http=http)
    assert len(got.pieces) > 3
    assert b"".join(got.pieces) == got.body == live(ASKS["chat"])
    assert got.times == sorted(got.times)


def test_a_stream_that_holds_is_left(exchange: Exchange, http: Http, upstream: Provider) -> None:
    upstream.go.clear()
    got = exchange(source="live", play="hold=3", http=http, patience=0.5)
    upstream.go.set()
    assert got.ended.how == "stalled"
    assert got.events == live_pieces(ASKS["chat"])[:3]


def test_gzip(exchange: Exchange, http: Http) -> None:
    got = exchange(source="live", play="gzip", http=http)
    assert got.header("content-encoding") == "gzip"
    assert zlib.decompress(got.body, 31) == live(ASKS["chat"])


def test_what_the_provider_saw(exchange: Exchange, upstream: Provider) -> None:
    exchange(source="live", ask=ASKS["chat"].but(user="seen"))
    seen = upstream.seen[-1]
    assert (seen.path, seen.json["user"], seen.json["stream"]) == ("/v1/chat/completions", "seen", True)


def test_what_the_provider_says(exchange: Exchange) -> None:
    got = exchange(source="live")
    assert "".join(value["choices"][0]["delta"].get("content") or "" for value in got.values) == TEXT
    assert exchange(source="live", streamed=False).json["choices"][0]["message"]["content"] == TEXT


CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\na\r\nb\r\n1\r\nc\r\n0\r\n\r\nmore"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_framing_in_pieces_of_any_size(size: int) -> None:
    captured = Captured()
    framing = Framing(captured)
    for at in range(0, len(CHUNKED), size):
        framing.feed(CHUNKED[at : at + size])
    assert framing.complete
    assert (captured.body, captured.extra, captured.raw) == (b"a\r\nbc", b"more", CHUNKED)


@pytest.mark.parametrize("wrong", [b"zz\r\n", b"1\r\nabc\r\n"])
def test_broken_framing_is_seen(wrong: bytes) -> None:
    captured = Captured()
    framing = Framing(captured)
    framing.feed(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + wrong)
    assert framing.broken
    assert captured.raw.endswith(wrong)
