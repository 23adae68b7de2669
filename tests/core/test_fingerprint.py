from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.fingerprint import fingerprint_of
from tests.chaos.asking import request


def test_a_retry_is_the_same_request_streamed_or_not_whatever_its_headers() -> None:
    asked = request("hi")
    again = request("hi", body={"stream": True}, headers=(("x-stainless-retry-count", "1"),))
    assert fingerprint_of(asked) == fingerprint_of(again)
    assert len(fingerprint_of(asked)) == 16


def test_another_text_path_or_method_is_another() -> None:
    asked = request("hi")
    others = (request("ho"), replace(asked, path="/v1/completions"), replace(asked, method="PUT"))
    assert fingerprint_of(asked) not in map(fingerprint_of, others)


def test_what_is_no_json_counts_by_its_bytes() -> None:
    one, other = (Request("POST", "/v1/audio", body=body) for body in (b"\xff1", b"\xff2"))
    assert fingerprint_of(one) != fingerprint_of(other)
    assert fingerprint_of(one) == fingerprint_of(replace(one))
