"""Faults of a reply under way: the exact bytes, and how the connection ends, at a client that sees both."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

import pytest

from .asks import ASKS, TEXT, live, live_pieces
from .captured import Ended
from .clients import Http
from .conftest import SYNTHESIZED, Exchange, Source
from .stream_cases import CASES, CUT, RESET, STALLED

OWN = re.compile(rb'(?<="id":")(?:chatcmpl|cmpl)-[0-9a-f]+|(?<="created":)[0-9]+')
"""What tells two synthesized answers to one request apart."""
WHERE: tuple[tuple[Source, Http], ...] = (
    ("live", "1.1"),
    ("live", "2"),
    ("replayed", "1.1"),
    ("synthesized", "1.1"),
)
CHAT = live(ASKS["chat"], streamed=False)


@pytest.mark.parametrize("source_http", WHERE, ids="-".join)
@pytest.mark.parametrize("name", CASES)
def test_events(exchange: Exchange, name: str, source_http: tuple[Source, Http]) -> None:
    case, (source, http) = CASES[name], source_http
    if source == "synthesized" and case.ask not in SYNTHESIZED:
        return
    ask = case.asked(source)
    events = exchange(ask=ask).events if source == "synthesized" else live_pieces(ask)
    given = {"type": case.fault, **case.given}
    got = exchange(given, source, http=http, when=case.when, ask=ask, patience=case.patience)
    assert OWN.sub(b"*", got.body) == OWN.sub(b"*", case.expected(events))
    assert (got.status, got.ended) == (200, case.ended[http])


@pytest.mark.parametrize("name", ["cut after events", "every event twice", "a byte order mark"])
def test_what_reads_takes_gzip_off(exchange: Exchange, name: str, http: Http) -> None:
    case = CASES[name]
    given = {"type": case.fault, **case.given}
    got = exchange(given, "live", http=http, when=case.when, ask=case.asked("live"), play="gzip")
    assert got.header("content-encoding") is None
    assert got.body == case.expected(live_pieces(case.asked("live")))


def test_what_does_not_read_leaves_it_on(exchange: Exchange) -> None:
    whole = exchange(source="live", play="gzip").body
    got = exchange("stream.cut", "live", play="gzip", when={"after_bytes": 100})
    assert (got.body, got.header("content-encoding")) == (whole[:100], "gzip")


def test_a_cut_inside_of_a_character(exchange: Exchange, http: Http) -> None:
    at = live(ASKS["chat"]).index("ö".encode()) + 1
    got = exchange("stream.cut", "live", http=http, when={"after_bytes": at})
    assert (got.body, got.ended) == (live(ASKS["chat"])[:at], CUT[http])
    with pytest.raises(UnicodeDecodeError):
        got.body.decode()


# ── pieces ─────────────────────────────────────────────────────────────────────────────────────


def test_one_byte_a_chunk(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange({"type": "stream.bytewise", "limit": 200}, source, http=http, ask="usage")
    assert [len(piece) for piece in got.pieces[:200]] == [1] * 200
    if http == "1.1":
        assert b"\r\n1\r\nd\r\n1\r\na\r\n1\r\nt\r\n1\r\na\r\n1\r\n:\r\n" in got.raw


def test_cut_inside_of_characters_alone(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "stream.bytewise", "inside_characters": True}, "live", http=http)
    assert got.body == live(ASKS["chat"])
    borders = sum(bool(piece) and piece[0] & 0xC0 == 0x80 for piece in got.pieces)
    assert borders == sum(byte >= 0xC0 for byte in got.body)


def test_everything_in_one_write(exchange: Exchange, http: Http) -> None:
    got = exchange("stream.coalesce", "live", http=http, play="pace=0.001")
    assert [piece for piece in got.pieces if piece] == [live(ASKS["chat"])]


def test_a_line_of_megabytes(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "stream.insert", "what": "huge", "kib": 2048}, "live", http=http)
    first, huge, *rest = got.events
    assert [first, *rest] == live_pieces(ASKS["chat"])
    assert len(huge) > 2 * 2**20


def test_the_first_chunk_of_azure(exchange: Exchange) -> None:
    got = exchange({"type": "stream.insert", "what": "empty_choices"}, when={"at": "headers"}, ask="azure")
    assert got.values[0]["choices"] == []
    assert list(got.values[0]) == ["id", "choices", "created", "model", "object", "prompt_filter_results"]


@pytest.mark.parametrize("form", ["failed", "incomplete"])
def test_a_response_that_fails(exchange: Exchange, form: str) -> None:
    got = exchange({"type": "stream.error", "form": form}, "live", ask="response")
    assert [value["type"] for value in got.values[:3]] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
    ]
    last = got.values[-1]
    assert (last["type"], last["sequence_number"]) == (f"response.{form}", 3)
    assert (last["response"]["id"], last["response"]["status"]) == ("resp_live", form)


# ── encoding and framing ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
def test_gzip_that_is_cut_off(exchange: Exchange, source: Source, http: Http, streamed: bool) -> None:
    got = exchange("stream.truncated_gzip", source, streamed=streamed, http=http, ask="usage")
    inflate = zlib.decompressobj(31)
    text = inflate.decompress(got.body)
    assert (got.header("content-encoding"), inflate.eof, got.ended) == ("gzip", False, Ended("complete"))
    assert source == "synthesized" or text == live(ASKS["usage"], streamed)


def test_gzip_of_which_little_can_be_read(exchange: Exchange) -> None:
    got = exchange({"type": "stream.truncated_gzip", "flush": False, "lost": 400}, "live")
    assert len(zlib.decompressobj(31).decompress(got.body)) < len(live(ASKS["chat"])) // 2


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    ("flaw", "chunk"),
    [
        ("size", b"zz\r\ndata: {}\n\n\r\n"),
        ("short", b"400\r\ndata: {"),
        ("border", b"4\r\ndata: {}\n\n\r\n"),
    ],
)
def test_broken_chunks(
    exchange: Exchange, source: Source, http: Http, flaw: str, chunk: bytes, streamed: bool
) -> None:
    given = {"type": "stream.framing", "flaw": flaw}
    got = exchange(given, source, streamed=streamed, http=http, ask="usage")
    assert got.ended == CUT[http]
    if http == "1.1":
        assert got.header("transfer-encoding") == "chunked"
        assert got.raw.endswith(b"\r\n" + chunk)
    else:
        assert got.body.endswith(chunk)


def test_json_where_a_stream_was_asked_for(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange("stream.swapped", source, http=http, ask="usage")
    assert (got.header("content-type"), got.header("content-length")) == (
        "application/json",
        str(len(got.body)),
    )
    message = got.json["choices"][0]["message"]
    assert source == "synthesized" or message == {"role": "assistant", "content": TEXT}


@pytest.mark.parametrize("ask", ["chat", "response", "message", "message-tools"])
def test_swapped_it_is_the_answer_that_was_not_asked_for(exchange: Exchange, ask: str) -> None:
    there = exchange("stream.swapped", "live", ask=ask, streamed=True).json
    meant = json.loads(live(ASKS[ask], streamed=False))
    for value in (there, meant):
        value.pop("usage", None)
    assert there == meant


def test_a_stream_where_json_was_asked_for(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange("stream.swapped", source, streamed=False, http=http)
    assert got.header("content-type") == "text/event-stream; charset=utf-8"
    assert got.header("content-length") is None
    assert got.events[-1] == b"data: [DONE]\n\n"


# ── replies that are no stream ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("fault", "ended"), [("stream.cut", CUT), ("stream.reset", RESET)])
def test_half_of_a_json_body(
    exchange: Exchange, source: Source, http: Http, fault: str, ended: dict[Http, Ended]
) -> None:
    got = exchange(fault, source, streamed=False, http=http)
    assert got.ended == ended[http]
    assert len(got.body) == int(got.header("content-length") or 0) // 2
    assert source == "synthesized" or CHAT.startswith(got.body)


def test_a_json_body_that_stands_still(exchange: Exchange, http: Http) -> None:
    got = exchange("stream.stall", "live", streamed=False, http=http, patience=0.6)
    assert (got.body, got.ended) == (CHAT[: len(CHAT) // 2], STALLED[http])


def test_a_json_body_that_ends_politely(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange("stream.end", source, streamed=False, http=http, when={"after_bytes": 50})
    assert (len(got.body), got.ended, got.header("content-length")) == (50, Ended("complete"), None)


@pytest.mark.parametrize(
    "given",
    [{"type": "stream.bytewise"}, {"type": "stream.coalesce"}, {"type": "stream.stall", "seconds": 0.001}],
)
def test_other_pieces_of_a_json_body(exchange: Exchange, given: dict[str, Any], source: Source) -> None:
    got = exchange(given, source, streamed=False)
    assert got.json["object"] == "chat.completion"
    assert source == "synthesized" or got.body == CHAT


@pytest.mark.parametrize(
    "name", ["duplicate", "drop", "reorder", "malformed", "names", "error", "tool_calls"]
)
def test_faults_of_events_leave_a_json_body(exchange: Exchange, name: str, http: Http) -> None:
    got = exchange(f"stream.{name}", "live", streamed=False, http=http)
    assert (got.body, got.ended) == (CHAT, Ended("complete"))
