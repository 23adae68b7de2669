import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.telemetry.account import SMALL, last_usage, model_of

from .parts import ask, made, only, serve

JSON, STREAM = (("content-type", "application/json"),), (("content-type", "text/event-stream"),)
OPENAI = {
    "prompt_tokens": 30,
    "completion_tokens": 12,
    "prompt_tokens_details": {"cached_tokens": 16},
    "completion_tokens_details": {"reasoning_tokens": 8},
}
ASKED = b'{"model": "gpt-4o", "messages": []}'


def row(body, headers=JSON, status=200, request=ASKED, end=True):
    telemetry = made()
    steps = (Head(status, headers), Data(body), *((End(),) if end else ()))
    serve(telemetry, steps=steps, source="live", request=ask(body=request))
    return only(telemetry)


def tokens(told):
    return [told[f"{name}_tokens"] for name in ("prompt", "cached", "completion", "reasoning")]


def test_a_whole_answer():
    choices = [{"message": {"content": 'say "usage": {'}, "finish_reason": "length"}]
    told = row(json.dumps({"choices": choices, "usage": OPENAI}).encode())
    assert tokens(told) == [30, 16, 12, 8]
    assert (told["model"], told["finish"], told["endpoint"]) == ("gpt-4o", "length", "/chat/completions")


def test_a_stream():
    chunks = [
        {"choices": [{"delta": {"content": "x"}, "finish_reason": None}], "usage": None},
        {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": None},
        {"choices": [], "usage": OPENAI},
    ]
    body = b"".join(b"data: %b\n\n" % json.dumps(chunk).encode() for chunk in chunks) + b"data: [DONE]\n\n"
    told = row(body, STREAM)
    assert tokens(told) == [30, 16, 12, 8]
    assert (told["streamed"], told["finish"]) == (1, "stop")


def test_a_stream_of_messages_tells_at_both_ends():
    start = {"message": {"usage": {"input_tokens": 5, "cache_read_input_tokens": 20, "output_tokens": 1}}}
    delta = {"delta": {"stop_reason": "max_tokens"}, "usage": {"output_tokens": 40}}
    filler = b"data: %b\n\n" % (b"x" * 1000) * 30
    told = row(
        b"data: %b\n\n%bdata: %b\n\n" % (json.dumps(start).encode(), filler, json.dumps(delta).encode())
    )
    assert tokens(told) == [25, 20, 40, 0]
    assert told["finish"] == "length"


def test_a_short_stream_of_messages_tells_at_both_ends():
    start = {"message": {"stop_reason": None, "usage": {"input_tokens": 5, "output_tokens": 1}}}
    delta = {"delta": {"stop_reason": "end_turn"}, "usage": {"input_tokens": None, "output_tokens": 40}}
    told = row(b"data: %b\n\ndata: %b\n\n" % (json.dumps(start).encode(), json.dumps(delta).encode()), STREAM)
    assert (tokens(told), told["finish"]) == ([5, 0, 40, 0], "stop")


def test_a_long_answer_that_tells_at_its_beginning():
    body = json.dumps({"usage": OPENAI, "data": "x" * 40_000}).encode()
    assert tokens(row(body)) == [30, 16, 12, 8]


def test_usage_that_is_cut_off_is_passed_over():
    whole = json.dumps({"usage": OPENAI}).encode()
    assert tokens(row(whole + b'{"usage": {"prompt_tokens": 7, "compl', end=False)) == [30, 16, 12, 8]


def test_responses():
    usage = {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 4}, "output_tokens": 3}
    assert tokens(row(json.dumps({"usage": usage}).encode())) == [9, 4, 3, 0]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"error": {"code": "rate_limit_exceeded", "type": "requests"}}', "rate_limit_exceeded"),
        (b'{"error": {"code": null, "type": "overloaded_error"}}', "overloaded_error"),
        (b"<html>", "unknown"),
        (b"[" * 5000, "unknown"),
        (b"[]", "unknown"),
    ],
)
def test_an_error(body, error):
    told = row(body, status=429)
    assert (told["error"], told["outcome"]) == (error, "error")


def test_a_client_that_leaves_after_the_last_event_has_it_all():
    assert row(b"data: [DONE]\n\n", STREAM, end=False)["outcome"] == "ok"
    assert row(b"data: 1\n\n", STREAM, end=False)["outcome"] == "aborted"


@pytest.mark.parametrize(
    ("body", "path", "model"),
    [
        (ASKED, "/v1/chat/completions", "gpt-4o"),
        (b"{}", "/openai/deployments/mine/chat/completions", "mine"),
        (b"", "/openai/deployments/mine/chat/completions", "mine"),
        (b"no json", "/v1/chat/completions", ""),
        (b'{"model": 4}', "/v1/chat/completions", ""),
        (b'{"messages": "%b", "model": "gpt-4o"}' % (b"x" * SMALL), "/v1/chat/completions", "gpt-4o"),
        (b"x" * 2 * SMALL, "/v1/chat/completions", ""),
    ],
)
def test_the_model_that_was_asked(body, path, model):
    assert model_of(ask(path, body)) == model


@given(st.binary(max_size=300))
def test_whatever_comes_is_read(junk):
    row(b'{"usage": {' + junk, status=400, request=junk)
    last_usage(b'"usage":{"prompt_tokens":' + junk)


def test_a_count_that_is_none_is_not_taken():
    assert tokens(row(b'{"usage": {"prompt_tokens": "9", "completion_tokens": -4}}')) == [0, 0, 0, 0]
    assert tokens(row(b'{"usage": {"prompt_tokens": 99999999999999999999}}'))[0] == 2**32 - 1


def test_sound_is_told_apart():
    usage = {
        "prompt_tokens": 9,
        "completion_tokens": 8,
        "prompt_tokens_details": {"audio_tokens": 7},
        "completion_tokens_details": {"audio_tokens": 6},
    }
    found = row(json.dumps({"usage": usage}).encode())
    assert (found["input_audio_tokens"], found["output_audio_tokens"]) == (7, 6)
