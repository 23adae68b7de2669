import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, Head, Step
from tests.chaos.verdict.lab import KEY, Lab, ask, calling, error, said, stream, whole

from .test_tools import asks, results

CALL = calling('{"amount": 1}')
BATCH = Request("POST", "/v1/batches", headers=(("authorization", KEY),), body=b'{"input_file_id": "f"}')
CUT: list[Step] = [Head(200, (("content-type", "application/json"),)), Data(b'{"id"'), Abort()]


def test_two_results_of_one_call() -> None:
    lab = Lab()
    lab.exchange(asks(), CALL, "stream.duplicate")
    lab.exchange(asks(*results("paid: 17", "paid: 18")), stream(), after=1)
    assert "duplicate_side_effect" in lab.codes()


def test_unlike_results_in_two_requests() -> None:
    lab = Lab()
    lab.exchange(asks(), CALL)
    lab.exchange(asks(*results("paid: 17")), error(500), after=1)
    lab.exchange(asks(*results("paid: 18")), stream(), after=1)
    assert "duplicate_side_effect" in lab.codes()


def test_one_result_told_twice_is_one() -> None:
    lab = Lab()
    lab.exchange(asks(), CALL)
    lab.exchange(asks(*results("paid: 17")), error(500), after=1)
    lab.exchange(asks(*results("paid: 17")), stream(), after=1)
    assert "duplicate_side_effect" not in lab.codes()


def test_an_old_result_may_be_shortened() -> None:
    lab = Lab()
    lab.exchange(asks(), CALL)
    lab.exchange(asks(*results("paid: 17")), stream(), after=1)
    lab.exchange(asks(*results("[old]"), said("one two three"), {"role": "user", "content": "b"}), stream())
    assert "duplicate_side_effect" not in lab.codes()


@pytest.mark.parametrize(("key", "twice"), [("", True), ("k1", False)])
def test_a_request_that_took_effect_twice(key: str, twice: bool) -> None:
    headers = (*BATCH.headers, ("idempotency-key", key)) if key else BATCH.headers
    request = Request("POST", BATCH.path, headers=headers, body=BATCH.body)
    lab = Lab()
    lab.exchange(request, CUT, "stream.cut")
    lab.exchange(request, whole({"id": "b"}), after=1)
    assert ("duplicate_side_effect" in lab.codes()) is twice


def test_without_an_answer_upstream_there_is_no_effect() -> None:
    lab = Lab()
    lab.answered(BATCH, error(500), "http.error")
    lab.exchange(BATCH, whole({"id": "b"}), after=1)
    assert lab.codes() == {"retried", "recovered"}


def test_completions_leave_nothing_behind() -> None:
    lab = Lab()
    lab.exchange(ask(), CUT, "stream.cut")
    lab.exchange(ask(), stream(), after=1)
    assert "duplicate_side_effect" not in lab.codes()


MOVED = error(307, location="https://evil.example/v1/chat/completions")


@pytest.mark.parametrize(("key", "code"), [(KEY, "leaked_credential"), ("", "redirect_without_credential")])
def test_the_credential_at_the_host_of_a_redirect(key: str, code: str) -> None:
    lab = Lab()
    lab.answered(ask(), MOVED, "http.redirect")
    lab.exchange(ask(host="evil.example", key=key), stream(), after=0.01)
    assert lab.codes() == {code, "recovered"}


def test_what_goes_past_the_proxy_does_not_show() -> None:
    lab = Lab()
    lab.answered(ask(), MOVED, "http.redirect")
    assert lab.codes() == {"cannot_tell"}


def test_nothing_of_a_body_is_kept() -> None:
    lab = Lab()
    secret = "the-words-of-a-user-0123456789"
    lab.exchange(ask(secret, *results(secret), said(secret), tools=[]), stream(secret))
    assert secret not in repr(lab.observe())
    assert "authorization" not in json.dumps(repr(lab.observe()))
