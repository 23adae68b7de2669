import json

import pytest

from fakeai_proxy.cassette.bodies import ending_of, kind_of, redacted, without_secrets
from fakeai_proxy.cassette.interaction import Chunk
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.core.steps import Head

from .tape import KEY, SSE, ask, capture, delta


@pytest.mark.parametrize(
    ("media", "length", "kind"),
    [
        ("application/json; charset=utf-8", "", "http"),
        ("text/event-stream; charset=utf-8", "", "sse"),
        ("Application/X-NDJSON", "", "ndjson"),
        ("audio/mpeg", "", "binstream"),
        ("audio/mpeg", "17", "http"),
        ("", "", "http"),
    ],
)
def test_kinds(media, length, kind):
    headers = (("Content-Type", media), ("content-length", length))
    assert kind_of(headers) == kind


@pytest.mark.parametrize(
    ("tail", "end"),
    [
        (b"data: [DONE]\n\n", "complete"),
        (b'event: message_stop\ndata: {"type":"message_stop"}\n\n', "complete"),
        (b'data: {"type": "message_stop"}\n\n', "complete"),
        (b"event: response.completed\ndata: {}\n\n", "complete"),
        (b"", "client_abort"),
        (delta("data: [DONE]\n"), "client_abort"),
    ],
)
def test_a_client_that_leaves_after_the_last_event_has_had_everything(tail, end):
    body = delta("Hi") + tail
    assert ending_of(capture(ask(), Head(200, SSE), body, end="client_abort"), "sse", body) == end


def test_a_client_that_leaves_with_every_declared_byte_has_had_everything():
    seen = capture(ask(), Head(200, (("content-length", "4"),)), b"ab", b"cd", end="client_abort")
    assert ending_of(seen, "http", b"abcd") == "complete"


def test_a_broken_upstream_is_not_made_whole():
    body = b"data: [DONE]\n\n"
    assert (
        ending_of(capture(ask(), Head(200, SSE), body, end="upstream_reset"), "sse", body) == "upstream_reset"
    )


def test_a_key_split_over_pieces_is_taken_out_and_pieces_keep_their_times():
    one, other = f'{{"a": "{KEY}"}}\n'.encode()[:15], f'{{"a": "{KEY}"}}\nrest'.encode()[15:]
    assert redacted([Chunk(1, one), Chunk(2, other), Chunk(3, b"!")], "binstream", Redactor()) == [
        Chunk(1, '{"a": "«secret:openai_key:1»'.encode()),
        Chunk(2, b'"}\nrest'),
        Chunk(3, b"!"),
    ]


def test_a_piece_that_was_all_key_disappears():
    chunks = [Chunk(1, KEY[:8].encode()), Chunk(2, KEY[8:20].encode()), Chunk(3, KEY[20:].encode() + b" x")]
    assert redacted(chunks, "binstream", Redactor()) == [
        Chunk(1, "«secret:openai_key:1»".encode()),
        Chunk(3, b" x"),
    ]


def test_a_whole_body_is_one_piece():
    assert redacted([Chunk(1, b"a"), Chunk(2, b"b")], "http", Redactor()) == [Chunk(2, b"ab")]
    assert redacted([], "http", Redactor()) == []


def test_bodies_without_secrets_stay_byte_for_byte():
    body = b'{\n  "a": "\\u00e9 \\/ \\u0041"\n}'
    assert without_secrets(body, Redactor()) is body


def test_a_key_behind_escapes_is_found():
    body = KEY.replace("s", "\\u0073").encode().join((b'{"b":1, "a": "', b'"}'))
    assert json.loads(without_secrets(body, Redactor())) == {"a": "«secret:openai_key:1»", "b": 1}


def test_logprobs_of_a_redacted_answer_are_dropped():
    choice = {"message": {"content": KEY}, "logprobs": {"content": [{"token": "sk"}, {"token": "-proj"}]}}
    clean = json.loads(without_secrets(json.dumps({"choices": [choice]}).encode(), Redactor()))
    assert clean["choices"] == [{"message": {"content": "«secret:openai_key:1»"}, "logprobs": None}]
