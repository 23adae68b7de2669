import gzip
import json

import pytest

from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.redaction.rules import rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head

from .tape import JSON, KEY, SSE, ask, capture, delta


def test_a_compressed_stream():
    wire = gzip.compress(delta("Hi"))
    entry = entry_of(
        capture(ask(stream=True), Head(200, (*SSE, ("content-encoding", "gzip"))), wire[:9], wire[9:]), b"s"
    )
    assert (entry.kind, entry.end, entry.model, entry.stream) == ("sse", "complete", "gpt-4o", True)
    assert entry.headers == SSE
    assert b"".join(chunk.body for chunk in entry.chunks) == delta("Hi")


def test_what_cannot_be_searched_is_not_stored():
    with pytest.raises(ValueError, match="compress"):
        entry_of(capture(ask(), Head(200, (("content-encoding", "compress"),)), b"x"), b"s")


def test_the_request_is_stored_as_it_was_sent():
    request = ask("é")
    assert entry_of(capture(request, Head(200, JSON), b"{}"), b"s").request_body == request.body


def test_a_request_with_a_key_is_stored_in_canonical_form():
    entry = entry_of(capture(ask(f"use {KEY}"), Head(200, JSON), b"{}"), b"s")
    assert entry.request_body == entry.canonical.body
    assert entry.found == {("request /messages/0/content", "«secret:openai_key:1»"): 1}


def test_one_placeholder_in_request_and_reply():
    entry = entry_of(capture(ask(f"use {KEY}"), Head(200, JSON), f'{{"a": "{KEY}"}}'.encode()), b"s")
    assert entry.chunks[0].body == '{"a": "«secret:openai_key:1»"}'.encode()


def test_other_callers_credentials_are_searched_for_but_do_not_count_for_the_key():
    seen = capture(ask("a tenant-17 b"), Head(200, JSON), b'{"a": "tenant-17"}')
    alone, warned = entry_of(seen, b"s"), entry_of(seen, b"s", [b"tenant-17"])
    assert b"tenant-17" not in warned.request_body + warned.chunks[0].body
    assert warned.keys == alone.keys


def test_the_caller_is_a_fingerprint():
    one, other = (
        entry_of(capture(ask(key=key), Head(200, JSON), b"{}"), b"s") for key in ("key-one-1", "key-two-2")
    )
    assert one.auth != other.auth
    assert KEY not in repr(one.request_headers)


def test_requests_without_json():
    entry = entry_of(capture(Request("GET", "/v1/models"), Head(200, JSON), b"{}"), b"s")
    assert (entry.model, entry.stream, entry.request_body, entry.auth) == (None, False, b"", None)
    entry = entry_of(capture(Request("POST", "/v1/x", body=b"[1]"), Head(200, JSON), b"{}"), b"s")
    assert (entry.model, entry.stream) == (None, False)


def test_a_member_that_is_given_twice_is_searched_twice():
    body = f'{{"model": "gpt-4o", "user": "{KEY}", "user": "ann"}}'.encode()
    request = Request("POST", "/v1/chat/completions", body=body)
    entry = entry_of(capture(request, Head(200, JSON), b"{}"), b"s")
    assert KEY.encode() not in entry.request_body
    assert b"ann" in entry.request_body


def test_fields_and_the_model_by_pointers():
    rules = rules_of(RedactionSettings(pointers=("/n", "/model", "/secret_text")))
    seen = capture(ask(n=7), Head(200, SSE), *(delta("Hi"), b'data: {"n": 3, "secret_text": "x"}\n\n'))
    entry = entry_of(seen, b"s", rules=rules)
    assert json.loads(entry.request_body)["n"] == 0
    assert b"gpt-4o" not in entry.request_body
    assert entry.model == "«secret:field:1»"
    assert entry.chunks[1].body == 'data: {"n":0,"secret_text":"«secret:field:2»"}\n\n'.encode()
