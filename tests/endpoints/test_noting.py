import json

from .asking import CHAT, COMPLETION, EMBEDDING, ask, error, events, paced, services, told

ASKED = CHAT | {"max_tokens": 7, "ignore_eos": True}


def row(to):
    (noted,) = to.telemetry.rows()
    return {name: noted[name].item() for name in noted.dtype.names} | {
        "model": to.telemetry.models.names[noted["model"]],
        "endpoint": to.telemetry.endpoints.names[noted["endpoint"]],
        "error": to.telemetry.errors.names[noted["error"]],
    }


def test_a_chat_is_noted_as_its_usage_says():
    to = services()
    usage = told(ask("/v1/chat/completions", ASKED | {"n": 2}, to))["usage"]
    noted = row(to)
    assert (noted["model"], noted["endpoint"], noted["status"]) == ("gpt-4o-mini", "/chat/completions", 200)
    assert noted["prompt_tokens"] == usage["prompt_tokens"]
    assert noted["completion_tokens"] == usage["completion_tokens"] == 14
    assert (noted["choices"], noted["max_tokens"], noted["streamed"]) == (2, 7, 0)


def test_a_stream_is_noted_as_one():
    to = services()
    events(ask("/v1/chat/completions", ASKED | {"stream": True}, to))
    noted = row(to)
    assert (noted["streamed"], noted["completion_tokens"], noted["chunks"]) == (1, 7, 10)


def test_reasoning_is_noted():
    to = services()
    usage = told(ask("/v1/chat/completions", CHAT | {"model": "o3-mini"}, to))["usage"]
    assert row(to)["reasoning_tokens"] == usage["completion_tokens_details"]["reasoning_tokens"] > 0


def test_legacy_completions_and_embeddings_are_noted():
    for path, asked in (("/completions", COMPLETION), ("/embeddings", EMBEDDING)):
        to = services()
        usage = told(ask("/v1" + path, asked, to))["usage"]
        noted = row(to)
        assert (noted["endpoint"], noted["model"]) == (path, asked["model"])
        assert noted["prompt_tokens"] == usage["prompt_tokens"]


def test_a_refusal_is_noted():
    to = services()
    error(ask("/v1/chat/completions", CHAT | {"max_tokens": 10**6}, to))
    noted = row(to)
    assert (noted["status"], noted["error"], noted["model"]) == (400, "invalid_value", "gpt-4o-mini")


def test_a_reply_that_nobody_reads_is_noted_too():
    for generation in (paced(), paced(0, 0)):
        to = services(generation=generation)
        ask("/v1/chat/completions", CHAT | {"stream": True}, to).close()
        assert row(to)["status"] == 0


def test_what_takes_no_time_is_noted_at_once():
    to = services()
    answer = ask("/v1/chat/completions", CHAT, to)
    noted = row(to)
    assert noted["status"] == 200
    assert noted["response_bytes"] == len(
        json.dumps(told(answer), ensure_ascii=False, separators=(",", ":")).encode()
    )
    assert row(to) == noted


def test_tools_that_are_run_here_are_noted():
    to = services()
    tools = [
        {"type": "web_search", "search_context_size": "low"},
        {"type": "code_interpreter", "container": "c"},
    ]
    body = {"model": "gpt-4o", "input": "Hi", "tools": tools, "service_tier": "flex"}
    told(ask("/v1/responses", body, to))
    noted, names = row(to), to.telemetry.names
    assert (noted["web_searches"], noted["file_searches"], noted["code_sessions"]) == (1, 0, 1)
    assert names["search_context"][noted["search_context"]] == "low"
    assert names["service_tier"][noted["service_tier"]] == "flex"
