import json
from dataclasses import replace

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.batches.asking import ask, expired, offline
from fakeai_proxy.engine import LatencySettings
from tests.endpoints.asking import services

from .written import line

LIKE = Request("GET", "/", headers=(("authorization", "Bearer k"), ("content-length", "9"), ("cookie", "no")))


def done(work):
    """What comes of it."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_an_answer_stands_in_its_line_as_it_came():
    answered = done(ask(line("é"), "batch_req_1", LIKE, services()))
    told = json.loads(answered.text)
    assert answered.text.endswith(b'},"error":null}\n')
    assert (told["id"], told["custom_id"], told["error"]) == ("batch_req_1", "é", None)
    assert told["response"]["request_id"].startswith("req_")
    assert told["response"]["body"]["usage"] == answered.usage
    assert not answered.failed


def test_a_refusal_is_an_answer_too():
    answered = done(ask(line("a", {"model": 7}), "id", LIKE, services()))
    assert (answered.failed, answered.usage) == (True, {})
    assert json.loads(answered.text)["response"]["status_code"] == 400


def test_what_there_was_no_time_for():
    told = json.loads(done(expired(line("a"), "id")).text)
    assert (told["response"], told["error"]["code"]) == (None, "batch_expired")


def test_lines_take_no_time():
    slow = services(generation=LatencySettings(ttft_ms=1000))
    apart = offline(slow)
    assert apart.cluster.instant
    assert apart.telemetry is slow.telemetry
    assert offline(apart).cluster is apart.cluster
    assert offline(replace(apart, gate=object())).gate is None


def test_pictures_are_where_who_looks_at_the_batch_can_fetch_them():
    asked = {"model": "dall-e-2", "prompt": "a fox", "size": "256x256"}
    here = replace(LIKE, base="http://localhost:8000")
    answered = done(ask(line("a", asked, url="/v1/images/generations"), "id", here, services()))
    [picture] = json.loads(answered.text)["response"]["body"]["data"]
    assert picture["url"].startswith("http://localhost:8000/v1/images/img_")
