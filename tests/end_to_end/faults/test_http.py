"""Errors in place of answers, and replies with a wrong head, length or encoding: every byte at a client."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Step
from fakeai_proxy.faults.dialects import NAMES, dialect_of, reply_of, written
from fakeai_proxy.proxy.convert import reason
from tests.faults.hits import answered, hit_of
from tests.playbook import body as body_of
from tests.playbook import head as head_of

from .asks import ASKS, live
from .captured import Captured
from .clients import Http
from .conftest import Exchange, Source
from .provider import Provider

IDS = re.compile(rb"req_[0-9a-f]{32}|[0-9a-f]{16}-[A-Z]{3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What is drawn for each request."""
PROVIDERS = ("chat", "azure", "message", "nvidia")
"""Asks, one a provider."""
WAYS: tuple[tuple[Source, Http], ...] = (
    ("synthesized", "1.1"),
    ("replayed", "1.1"),
    ("live", "1.1"),
    ("live", "2"),
)


def masked(content: bytes) -> bytes:
    return IDS.sub(b"ID", content)


def request_of(ask: str, streamed: bool = False) -> Request:
    """What the proxy sees of it."""
    asked = ASKS[ask]
    key = (("authorization", "Bearer sk-nobody"),)
    return Request(asked.method, asked.path, asked.host, headers=key, body=asked.sent(streamed))


def wire(steps: Iterable[Step]) -> bytes:
    """A reply of known length as HTTP/1.1 has it."""
    steps = [*steps]
    head = head_of(steps)
    first = f"HTTP/1.1 {head.status} {head.reason or reason(head.status).decode()}"
    lines = [first, *(f"{name}: {value}" for name, value in head.headers)]
    return "\r\n".join([*lines, "", ""]).encode() + body_of(steps)


# ── answers ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "ask"), [(name, PROVIDERS[index % 4]) for index, name in enumerate(NAMES)])
def test_errors_to_the_byte(exchange: Exchange, name: str, ask: str) -> None:
    request = request_of(ask)
    expected = written(dialect_of(request), name, hit_of(request))
    got = exchange({"type": "http.error", "name": name}, streamed=False, ask=ask)
    assert masked(got.raw) == masked(wire(reply_of(expected)))
    assert got.ended.how == "complete"


@pytest.mark.parametrize("ask", PROVIDERS)
@pytest.mark.parametrize(("source", "version"), WAYS)
def test_errors_by_every_way(
    exchange: Exchange, upstream: Provider, ask: str, source: Source, version: Http
) -> None:
    request, seen = request_of(ask, streamed=True), len(upstream.seen)
    expected = written(dialect_of(request), "internal_error", hit_of(request))
    got = exchange("http.error", source, http=version, ask=ask)
    assert (got.status, got.ended.how) == (500, "complete")
    assert masked(got.body) == masked(expected.body)
    assert [name for name, _ in got.headers] == [name for name, _ in expected.head.headers]
    assert len(upstream.seen) == seen


def test_the_odd_reason_of_azure(exchange: Exchange) -> None:
    got = exchange({"type": "http.error", "name": "invalid_api_key"}, ask="azure")
    assert got.raw.startswith(b"HTTP/1.1 401 PermissionDenied\r\n")


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "status without a name": {"type": "http.error", "status": 418},
    "status that is not of RFC 9110": {"type": "http.error", "status": 499},
    "error that looks like success": {"type": "http.error", "name": "internal_error", "status": 200},
    "edge that timed out": {"type": "http.error", "name": "cloudflare", "status": 524},
    "when to come back": {"type": "http.error", "name": "rate_limit", "retry_after": 86_400},
    "whether to retry": {"type": "http.error", "status": 400, "should_retry": True},
    "headers": {"type": "http.error", "headers": {"x-team": "search", "openai-version": None}},
    "too large": {"type": "http.too_large", "max_bytes": 10},
    "page": {"type": "http.html"},
    "page of an error": {"type": "http.html", "page": "maintenance", "status": 503},
    "nothing": {"type": "http.empty"},
    "nothing that says what it would be": {"type": "http.empty", "content_type": None},
    "redirect": {"type": "http.redirect"},
    "redirect to itself": {"type": "http.redirect", "status": 308, "to": "loop"},
}


@pytest.mark.parametrize("what", ANSWERS)
def test_answers_to_the_byte(exchange: Exchange, what: str) -> None:
    expected = answered(ANSWERS[what], hit_of(request_of("chat")))
    assert expected is not None
    got = exchange(ANSWERS[what], "live", streamed=False)
    assert masked(got.raw) == masked(wire(expected))


def test_nothing_without_a_length(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "http.empty", "length": False}, http=http)
    assert (got.status, got.body, got.ended.how, got.header("content-length")) == (200, b"", "complete", None)


def test_a_request_that_is_not_too_large(exchange: Exchange) -> None:
    got = exchange({"type": "http.too_large", "max_bytes": 10_000}, "live")
    assert got.body == live(ASKS["chat"])


def test_it_recovers(exchange: Exchange) -> None:
    fault = {"type": "http.error", "name": "invalid_api_key", "times": 2}
    assert [exchange(fault, "live").status for _ in range(4)] == [401, 401, 200, 200]


# ── heads ──────────────────────────────────────────────────────────────────────────────────────

DATE = re.compile(r"\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d GMT")
Check = Callable[[Captured], object]
HEADS: Mapping[str, tuple[Mapping[str, Any], Check]] = {
    "another kind": (
        {"type": "http.content_type", "value": "text/html"},
        lambda got: got.header("content-type") == "text/html",
    ),
    "no kind": (
        {"type": "http.content_type", "value": None},
        lambda got: got.header("content-type") is None,
    ),
    "whether to retry": ({"type": "http.should_retry"}, lambda got: got.header("x-should-retry") == "true"),
    "many": (
        {"type": "http.header_bloat", "size": 10_000},
        lambda got: (
            sum(len(f"{name}: {value}\r\n") for name, value in got.headers if name[:7] == "x-bloat") == 10_112
        ),
    ),
    "long": (
        {"type": "http.header_bloat", "mode": "long", "size": 9_000},
        lambda got: got.header("x-bloat") == "x" * 9_000,
    ),
    "twice": (
        {"type": "http.header_bloat", "mode": "duplicate"},
        lambda got: [name for name, _ in got.headers].count("content-type") == 2,
    ),
    "no id": ({"type": "http.request_id"}, lambda got: got.header("x-request-id") is None),
    "two ids": (
        {"type": "http.request_id", "mode": "duplicate"},
        lambda got: [name for name, _ in got.headers].count("x-request-id") == 2,
    ),
    "another id": (
        {"type": "http.request_id", "mode": "other"},
        lambda got: re.fullmatch(r"req_[0-9a-f]{32}", got.header("x-request-id") or ""),
    ),
    "a clock": ({"type": "http.clock_skew"}, lambda got: DATE.fullmatch(got.header("date") or "")),
}


@pytest.mark.parametrize("what", HEADS)
@pytest.mark.parametrize(("source", "version"), WAYS)
def test_heads(exchange: Exchange, what: str, source: Source, version: Http) -> None:
    fault, check = HEADS[what]
    got = exchange(fault, source, http=version)
    assert (got.status, got.ended.how) == (200, "complete")
    assert check(got)
    if source == "synthesized":
        assert got.events[-1] == b"data: [DONE]\n\n"
    else:
        assert got.body == live(ASKS["chat"])


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("odd_case", rb"\r\ncOnTeNt-tYpE: text/event-stream"),
        ("invalid_value", rb"\r\nx-bloat: \xff\xfe caf\xe9\r\n"),
        ("invalid_name", rb"\r\nx bloat: 1\r\n"),
    ],
)
def test_heads_that_are_written_oddly(exchange: Exchange, mode: str, line: bytes, source: Source) -> None:
    got = exchange({"type": "http.header_bloat", "mode": mode}, source)
    assert re.search(line, got.raw)


# ── bodies ─────────────────────────────────────────────────────────────────────────────────────


def test_half_of_the_json(exchange: Exchange, http: Http) -> None:
    whole = live(ASKS["chat"], streamed=False)
    got = exchange("http.truncated_json", "live", streamed=False, http=http)
    assert got.body == whole[: len(whole) // 2]
    assert got.header("content-length") == str(len(got.body))
    assert got.ended.how == "complete"


def test_half_of_the_json_that_is_made_here(exchange: Exchange) -> None:
    got = exchange("http.truncated_json", streamed=False)
    assert got.body.startswith(b'{"id":"chatcmpl-')
    with pytest.raises(ValueError):
        _ = got.json


@pytest.mark.parametrize(("source", "streamed"), [("live", True), ("replayed", False)])
def test_a_length_that_lies(exchange: Exchange, source: Source, streamed: bool) -> None:
    body, fault = live(ASKS["chat"], streamed), {"type": "http.content_length", "delta": 7}
    hung = exchange(fault, source, streamed, patience=0.6)
    assert (hung.ended.how, hung.header("content-length"), hung.body) == ("stalled", str(len(body) + 7), body)
    closed = exchange({**fault, "then": "close"}, source, streamed)
    assert (closed.ended.how, closed.body) == ("eof", body)
    short = exchange({**fault, "delta": -7}, source, streamed, linger=0.05)
    assert (short.body, short.extra) == (body[:-7], body[-7:])


def test_a_length_that_lies_over_http2(exchange: Exchange) -> None:
    fault = {"type": "http.content_length", "delta": 7}
    hung = exchange(fault, "live", http="2", patience=0.6)
    assert (hung.ended.how, hung.body) == ("stalled", live(ASKS["chat"]))
    assert exchange({**fault, "then": "close"}, "live", http="2").ended.how == "stream"


def unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    return unpacker.decompress(body) + unpacker.flush()


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "lie": lambda body: body,
    "double": lambda body: unpacked(unpacked(body)),
    "unknown": lambda body: zlib.decompress(body, -15),
}


@pytest.mark.parametrize("mode", CODINGS)
@pytest.mark.parametrize(("play", "version"), [("", "1.1"), ("gzip", "1.1"), ("", "2")])
def test_codings_that_lie(exchange: Exchange, mode: str, play: str, version: Http) -> None:
    got = exchange({"type": "http.gzip", "mode": mode}, "live", play=play, http=version)
    assert got.header("content-encoding") == ("x-unknown" if mode == "unknown" else "gzip")
    assert CODINGS[mode](got.body) == live(ASKS["chat"])


@pytest.mark.parametrize(("source", "version"), WAYS)
def test_a_coding_that_is_corrupt(exchange: Exchange, source: Source, version: Http) -> None:
    got = exchange("http.gzip", source, http=version)
    assert got.body[:2] == b"\x1f\x8b"
    with pytest.raises(zlib.error):
        unpacked(got.body)


def test_a_coding_that_is_cut(exchange: Exchange, source: Source) -> None:
    got = exchange({"type": "http.gzip", "mode": "truncated"}, source)
    packed = zlib.decompressobj(31)
    assert live(ASKS["chat"]).startswith(packed.decompress(got.body)) or source == "synthesized"
    assert not packed.eof
    assert got.ended.how == "complete"


def test_the_answer_to_the_one_before(exchange: Exchange, http: Http) -> None:
    fault = {"type": "http.swapped", "max_bytes": 100_000 + int(http[0])}
    asks = [ASKS["chat"], ASKS["tools"], ASKS["chat"]]
    got = [exchange(fault, "live", http=http, ask=ask).body for ask in asks]
    assert got == [live(ASKS["chat"]), live(ASKS["chat"]), live(ASKS["tools"])]
