from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.cassette.drift.again import answered, request_of
from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.core.steps import Head
from tests.cassette.tape import JSON, KEY, SSE, ask, capture, delta
from tests.cassette.test_conversation import EMPTY


def test_a_request_is_asked_as_it_was_with_a_key_of_today() -> None:
    headers = (("content-type", "application/json"), ("user-agent", "secret:openai_key:1"))
    asked = replace(EMPTY.asked, path="/v1/models", query="a=1", headers=headers, body=b"{}", port=8080)
    again = request_of(asked, (("x-api-key", "k"),))
    assert (again.path, again.query, again.body, again.port) == ("/v1/models", "a=1", b"{}", 8080)
    assert again.headers == (headers[0], ("accept-encoding", "identity"), ("x-api-key", "k"))


def test_what_comes_back_has_the_form_of_a_recording() -> None:
    pieces = [delta(KEY), delta(" and so on"), b"data: [DONE]\n\n"]
    reply = answered(capture(ask("Hi"), Head(200, (*SSE, ("set-cookie", "a"))), *pieces), default_rules())
    assert (reply.kind, reply.headers, reply.end) == ("sse", SSE, "complete")
    assert KEY.encode() not in reply.body
    assert [(one.ns, one.size) for one in reply.slices][1:] == [(20, len(pieces[1])), (30, len(pieces[2]))]
    assert [one.start + one.size for one in reply.slices][-1] == len(reply.body)


def test_a_whole_reply_has_no_pieces() -> None:
    reply = answered(capture(ask("Hi"), Head(200, JSON), b'{"a"', b": 1}"), default_rules())
    assert (reply.kind, reply.body, reply.slices) == ("http", b'{"a": 1}', ())
