import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict import hearing
from fakeai_proxy.chaos.verdict.asked import asked_of
from fakeai_proxy.chaos.verdict.attempt import Heard
from fakeai_proxy.chaos.verdict.hearing import Hearing
from fakeai_proxy.chaos.verdict.turns import text_digest
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, Head, Headers, Step
from tests.chaos.verdict.lab import ask, calling, cut, error, stream, unfinished, whole

CHAT = {"choices": [{"index": 0, "message": {"content": "one"}, "finish_reason": "stop"}]}
JSON_KIND = (("content-type", "application/json"),)


def heard(request: Request, steps: list[Step], *, over: bool = True) -> Heard:
    hearing = Hearing.of(request, asked_of(request, b""))
    for step in steps:
        if isinstance(step, Head):
            hearing.begin(step)
        elif isinstance(step, Data):
            hearing.feed(step.body)
    return hearing.heard(over=over)


def body(content: bytes, headers: Headers = JSON_KIND, status: int = 200, streamed: bool = False) -> Heard:
    return heard(ask(stream=streamed), [Head(status, headers), Data(content)])


def test_a_whole_stream() -> None:
    found = heard(ask(), stream("one two"))
    assert found == Heard(text=text_digest("one two"), finished=True, tokens=2)


def test_a_stream_that_stops() -> None:
    assert not heard(ask(), unfinished()).finished
    assert heard(ask(), cut("one")).text == text_digest("one")


def test_a_call_of_a_stream_that_stops_must_not_be_executed() -> None:
    assert heard(ask(), calling("{}")).calls[0].problem == ""
    assert heard(ask(), calling("{}", finish=False)).calls[0].problem == "a reply that breaks off"
    assert heard(ask(), calling("{}", finish=False), over=False).calls[0].problem == ""


def test_a_whole_body() -> None:
    found = heard(ask(stream=False), whole({**CHAT, "usage": {"prompt_tokens": 3, "completion_tokens": 4}}))
    assert (found.text, found.finished, found.tokens, found.counted) == (text_digest("one"), True, 7, True)


def test_an_error() -> None:
    found = heard(ask(), error(429, "rate_limit_exceeded"))
    assert (found.error, found.flaw) == ("rate_limit_exceeded", "")
    assert body(b"<html>", (("content-type", "text/html"),), 502).error == ""


@pytest.mark.parametrize(
    ("content", "kind", "streamed", "flaw"),
    [
        (b"<html>", "text/html", False, "a body that is not JSON"),
        (b"<html>", "text/html", True, "a body that is not JSON"),
        (b'{"choices": [', "application/json", False, "a body that is not JSON"),
        (json.dumps(CHAT).encode(), "application/json", True, "no event stream"),
        (json.dumps(CHAT).encode(), "text/plain", False, "a content-type that is not JSON"),
        (b"data: {}\n\n", "text/event-stream", False, "an event stream instead of JSON"),
        (b"data: {half\n\n", "text/event-stream", True, "an event that is not JSON"),
        (b"{}", "application/json", False, "JSON that is no reply of this API"),
    ],
)
def test_flaws(content: bytes, kind: str, streamed: bool, flaw: str) -> None:
    assert body(content, (("content-type", kind),), streamed=streamed).flaw == flaw


def test_an_empty_body_has_not_finished() -> None:
    assert not body(b"").finished


def test_codings_are_taken_off() -> None:
    coded = (*JSON_KIND, ("content-encoding", "gzip"))
    packed = gzip.compress(json.dumps(CHAT).encode())
    assert body(packed, coded).finished
    assert body(b"no gzip", coded).flaw == "a body that cannot be decoded"
    assert body(packed, (*JSON_KIND, ("content-encoding", "rot13"))).flaw == "a body that cannot be decoded"
    assert not body(packed[:-30], coded).finished


def test_other_endpoints() -> None:
    audio = Request("POST", "/v1/audio/speech", body=b'{"input": "hi"}')
    assert heard(audio, [Head(200, (("content-type", "audio/mpeg"),)), Data(b"\xff")]).finished
    models = Request("HEAD", "/v1/models")
    assert heard(models, [Head(200, JSON_KIND)]).finished
    events = Request("POST", "/v1/threads/runs", body=b"{}")
    assert heard(events, [Head(200, (("content-type", "text/event-stream"),)), Data(b"data: 1\n\n")]).finished


def test_a_body_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "WHOLE_BYTES", 4)
    assert body(b"[[[[[[[").finished


@given(st.lists(st.integers(1, 40), max_size=30))
def test_borders_do_not_count(sizes: list[int]) -> None:
    steps = stream("one two three")
    plain = b"".join(step.body for step in steps if isinstance(step, Data))
    pieces: list[Step] = [steps[0]]
    for size in sizes:
        pieces.append(Data(plain[:size]))
        plain = plain[size:]
    assert heard(ask(), [*pieces, Data(plain)]) == heard(ask(), steps)
