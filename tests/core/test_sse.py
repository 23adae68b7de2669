from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.sse import DONE, Decoder, Event, encode

ENDS = ("\n", "\r", "\r\n")
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n :"))
names = st.sampled_from(["", "delta", "response.output_text.delta"])
fields = st.sampled_from(
    ["data: a", "data:b", "data", "data: ", "event: e", ": hi", ":", "id: 1", "x: y", "", ""]
)


def normal(text: str) -> str:
    """`text` with the line ends that events can carry."""
    return re.sub("\r\n?", "\n", text)


def cut(stream: bytes, borders: list[int]) -> list[bytes]:
    at = [0, *sorted(border % (len(stream) + 1) for border in borders), len(stream)]
    return [stream[start:end] for start, end in pairwise(at)]


def decoded(stream: bytes, borders: list[int] | None = None) -> list[Event]:
    decoder = Decoder()
    return [event for chunk in cut(stream, borders or []) for event in decoder.feed(chunk)]


def said(stream: bytes) -> list[tuple[str, str]]:
    return [(event.name, event.data) for event in decoded(stream)]


@given(st.lists(st.tuples(names, texts), max_size=5), st.lists(st.integers(0, 10_000), max_size=8))
def test_round_trip_whatever_the_text_and_the_borders(
    events: list[tuple[str, str]], borders: list[int]
) -> None:
    stream = b"".join(encode(text.encode(), name) for name, text in events)
    found = decoded(stream, borders)
    assert [(event.name, event.data) for event in found] == [(name, normal(text)) for name, text in events]


lines_of_fields = st.lists(fields, max_size=20)


@given(lines_of_fields, st.lists(st.sampled_from(ENDS), min_size=1), st.lists(st.integers(0, 1_000)))
def test_borders_change_nothing(lines: list[str], ends: list[str], borders: list[int]) -> None:
    stream = "".join(line + ends[at % len(ends)] for at, line in enumerate(lines)).encode()
    whole = decoded(stream)
    assert decoded(stream, borders) == whole
    assert decoded(stream, list(range(len(stream)))) == whole


@given(lines_of_fields, st.sampled_from(ENDS))
def test_every_line_end_says_the_same(lines: list[str], end: str) -> None:
    stream = "".join(line + end for line in lines).encode() + b":"
    assert said(stream) == said(stream.replace(end.encode(), b"\n"))


@given(lines_of_fields, st.sampled_from(ENDS))
def test_offsets_slice_back_to_the_bytes(lines: list[str], end: str) -> None:
    stream = "".join(line + end for line in lines).encode() + b":"
    found, at = decoded(stream), 0
    for event in found:
        assert at <= event.start < event.end <= len(stream)
        (alone,) = decoded(stream[event.start : event.end] + b":")
        assert (alone.name, alone.data) == (event.name, event.data)
        at = event.end
    between = [stream[one.end : next.start] for one, next in pairwise(found)]
    assert not any(said(gap + b"\n") for gap in between)


def test_offsets_count_bytes() -> None:
    stream = ": 🙂\n\ndata: é\n\ndata: b\r\n\r\n".encode()
    first, second = decoded(stream)
    assert stream[first.start : first.end] == "data: é\n\n".encode()
    assert stream[second.start : second.end] == b"data: b\r\n\r\n"


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: a\n\n", [("", "a")]),
        (b"data:a\n\n", [("", "a")]),
        (b"data:  a\n\n", [("", " a")]),
        (b"data: a\ndata: b\n\n", [("", "a\nb")]),
        (b"data\n\n", [("", "")]),
        (b"data:\ndata\n\n", [("", "\n")]),
        (b"event: e\ndata: a\n\ndata: b\n\n", [("e", "a"), ("", "b")]),
        (b"data: a\nevent: e\n\n", [("e", "a")]),
        (b"event: e\n\ndata: a\n\n", [("", "a")]),
        (b": data: a\n\n", []),
        (b":\ndata: a\n: b\n\n", [("", "a")]),
        (b"id: 1\nretry: 2\nunknown: 3\ndata: a\n\n", [("", "a")]),
        (b"DATA: a\n\n data: b\n\n", []),
        (b"\n\n\ndata: a\n\n\n\n", [("", "a")]),
        (b"data: a\n", []),
        (b"data: a", []),
        (b"data: a: b\n\n", [("", "a: b")]),
        (b"data: \xff\n\n", [("", "\ufffd")]),
        (b"data: a\r\rdata: b\r\r:", [("", "a"), ("", "b")]),
        (b"data: a\x0bb\x1c\x85\n\n", [("", "a\x0bb\x1c\ufffd")]),
        (b"", []),
    ],
)
def test_what_a_stream_says(stream: bytes, expected: list[tuple[str, str]]) -> None:
    assert said(stream) == expected


@given(st.lists(st.integers(0, 30)))
def test_one_bom_is_passed_over_at_the_start(borders: list[int]) -> None:
    bom = b"\xef\xbb\xbf"
    assert [event.data for event in decoded(bom + encode(b"a") + encode(bom), borders)] == ["a", "\ufeff"]
    assert said(bom + bom + b"data: a\n\n") == []
    assert said(bom + b"\n" + encode(b"a")) == [("", "a")]


def test_an_event_is_out_with_its_blank_line() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\n") == []
    assert decoder.feed(b"\n") == [Event("a", "", 0, 9)]


def test_the_end_of_crlf_belongs_to_the_event_it_ends() -> None:
    decoder = Decoder()
    assert decoder.feed(b"data: a\r\n\r") == []
    assert decoder.feed(b"") == []
    assert decoder.feed(b"\n") == [Event("a", "", 0, 11)]
    assert decoder.feed(b"data: b\r\r") == []
    assert decoder.feed(b"d") == [Event("b", "", 11, 20)]


def test_what_is_whole_ends_with_a_blank_line() -> None:
    decoder = Decoder()
    whole = list[int]()
    for chunk in (b": comment\n", b"\ndata: a", b"\n\n", b"\n", b"rest"):
        decoder.feed(chunk)
        whole.append(decoder.whole)
    assert whole == [0, 11, 20, 21, 21]


def test_a_long_line_in_small_pieces_is_one_event() -> None:
    decoder, size = Decoder(), 2 * 2**20
    for _ in range(size // 16):
        assert decoder.feed(b"data: 7890123456"[:16]) == []
    (event,) = decoder.feed(b"\n\n")
    assert (event.end, len(event.data)) == (size + 2, size - 6)


def test_the_last_event_of_a_completion() -> None:
    assert said(DONE) == [("", "[DONE]")]
    assert encode(b"[DONE]") == DONE
    assert encode(b"a\nb", "e") == b"event: e\ndata: a\ndata: b\n\n"
