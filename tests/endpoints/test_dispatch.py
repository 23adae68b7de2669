import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch

from .asking import (
    CHAT,
    COMPLETION,
    EMBEDDING,
    NIM,
    ask,
    error,
    events,
    headers,
    paced,
    services,
    steps,
    told,
)


def content(answer):
    return told(answer)["choices"][0]["message"]["content"]


@pytest.mark.parametrize("prefix", ["", "/v1", "/openai/v1"])
def test_the_version_may_be_left_out(prefix):
    assert told(ask(prefix + "/chat/completions", CHAT)) == told(ask("/v1/chat/completions", CHAT))


def test_a_deployment_in_the_path_is_the_model():
    path, query = "/openai/deployments/gpt-4o/chat/completions", "api-version=2024-10-21"
    content = {"messages": CHAT["messages"]}
    answer = told(ask(path, content, host="example.openai.azure.com", query=query))
    assert answer["model"] == told(ask("/v1/chat/completions", CHAT | {"model": "gpt-4o"}))["model"]


def test_every_answer_carries_the_headers_of_the_api():
    for answer in (
        ask("/v1/chat/completions", CHAT),
        ask("/v1/models"),
        ask("/v1/nowhere"),
        ask("/v1/files"),
    ):
        sent = headers(answer)
        assert sent["openai-version"] == "2020-10-01"
        assert sent["x-request-id"].startswith("req_")
        assert len(sent["x-request-id"]) == 36
        assert sent["openai-processing-ms"] == "0"
        assert {"openai-organization", "openai-project"} <= sent.keys()


def test_processing_takes_as_long_as_was_simulated():
    to = services(generation=paced())
    request = CHAT | {"max_tokens": 11, "ignore_eos": True}
    assert headers(ask("/v1/chat/completions", request, to))["openai-processing-ms"] == "70"
    assert (
        headers(ask("/v1/chat/completions", request | {"stream": True}, to))["openai-processing-ms"] == "20"
    )


def test_the_same_request_again_gets_another_answer():
    to = services()
    assert content(ask("/v1/chat/completions", CHAT, to)) != content(ask("/v1/chat/completions", CHAT, to))


@pytest.mark.parametrize("fixed", [{"seed": 7}, {"temperature": 0}])
def test_a_seed_or_no_temperature_gets_the_same_text_under_another_id(fixed):
    to = services()
    first, second = (told(ask("/v1/chat/completions", CHAT | fixed, to)) for _ in range(2))
    assert first["choices"] == second["choices"]
    assert first["id"] != second["id"]


def test_ids_are_never_given_twice():
    to = services()
    answers = [ask("/v1/chat/completions", CHAT | {"seed": 1, "stream": n % 2 == 0}, to) for n in range(10)]
    answers += [ask("/v1/nowhere", {}, to) for _ in range(5)]
    assert len({headers(answer)["x-request-id"] for answer in answers}) == 15


def test_the_order_of_other_requests_changes_nothing():
    alone, after = services(), services()
    for n in range(5):
        ask("/v1/chat/completions", CHAT | {"user": str(n)}, after)
    assert told(ask("/v1/chat/completions", CHAT, alone)) == told(ask("/v1/chat/completions", CHAT, after))


def test_another_seed_of_the_simulator_is_another_world():
    path = "/v1/chat/completions"
    assert content(ask(path, CHAT, services(seed=1))) != content(ask(path, CHAT, services(seed=2)))


def test_a_stream_says_what_the_whole_answer_says():
    whole = content(ask("/v1/chat/completions", CHAT))
    deltas = [
        chunk["choices"][0]["delta"] for chunk in events(ask("/v1/chat/completions", CHAT | {"stream": True}))
    ]
    assert "".join(delta.get("content", "") for delta in deltas) == whole


def test_whatever_is_linear_in_the_prompt_is_done_before_the_first_step(monkeypatch):
    to = services()
    for path, body in (
        ("/v1/chat/completions", CHAT),
        ("/v1/completions", COMPLETION),
        ("/v1/embeddings", EMBEDDING),
    ):
        request = Request("POST", path, body=json.dumps(body).encode())
        answer = dispatch(request, to)
        object.__setattr__(request, "body", b"")
        request.__dict__.pop("json")
        assert list(steps(answer))


def test_several_threads_may_ask():
    to = services()
    bodies = [CHAT | {"user": str(n), "seed": n} for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda body: content(ask("/v1/chat/completions", body, to)), bodies))
    assert texts == [content(ask("/v1/chat/completions", body)) for body in bodies]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"model": "\\ud800"}', b"[" * 500])
def test_a_body_that_is_no_json(raw):
    refusal = error(ask("/v1/chat/completions", raw))
    assert refusal["message"].startswith("We could not parse the JSON body of your request.")
    assert (refusal["param"], refusal["code"]) == (None, None)


def test_a_body_over_the_limit():
    to = services(max_request_size=1000)
    refusal = error(ask("/v1/chat/completions", CHAT | {"user": "x" * 1000}, to), 413)
    assert refusal["message"].startswith("Maximum content size limit (1000) exceeded (")


def test_an_unknown_path():
    assert error(ask("/v1/x", {}), 404) == {
        "message": "Invalid URL (POST /v1/x)",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }


def test_a_path_of_any_bytes_is_unknown():
    assert error(ask("/v1/\udcff\ud800"), 404)["message"].startswith("Invalid URL (GET /v1/")
    assert error(ask("/v1/models/\udcff"), 404)["code"] == "model_not_found"


def test_a_wrong_method_is_told_the_right_ones():
    answer = ask("/v1/completions", method="GET")
    assert headers(answer)["allow"] == "POST"
    assert error(ask("/v1/completions", method="GET"), 405) == {
        "message": "Not allowed to GET on /v1/completions. "
        "(HINT: Perhaps you meant to use a different HTTP method?)",
        "type": "invalid_request_error",
        "param": None,
        "code": "method_not_supported",
    }


def test_what_is_not_built_says_so_and_is_not_to_be_retried():
    assert headers(ask("/v1/videos", {}))["x-should-retry"] == "false"
    assert error(ask("/v1/videos", {}), 501)["code"] == "not_implemented"


def test_head_is_get_without_a_body():
    got, looked = list(steps(ask("/v1/models"))), list(steps(ask("/v1/models", method="HEAD")))
    assert [step for step in looked if step in got] == [got[0], got[-1]]
    assert len(looked) == 2


def test_head_of_nothing_is_an_error_without_a_body():
    assert len(list(steps(ask("/v1/x", method="HEAD")))) == 2
    assert headers(ask("/v1/completions", method="HEAD"))["allow"] == "POST"


def test_options_are_the_methods_of_a_path():
    sent = headers(ask("/v1/chat/completions", method="OPTIONS"))
    assert sent["allow"] == "OPTIONS, GET, POST"
    assert error(ask("/v1/x", method="OPTIONS"), 404)["message"] == "Invalid URL (OPTIONS /v1/x)"


def test_openai_refuses_parameters_that_other_engines_overlook():
    strange = CHAT | {"verve": 1}
    assert error(ask("/v1/chat/completions", strange))["code"] == "unknown_parameter"
    assert told(ask("/v1/chat/completions", strange, host=NIM))["object"] == "chat.completion"


def test_errors_speak_the_dialect_of_the_host():
    refusal = told(ask("/v1/nowhere", {}, host="api.anthropic.com"), 404)
    assert refusal["error"]["type"] == "not_found_error"
