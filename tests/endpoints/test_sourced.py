"""Answers that are no prose, by all three APIs, whole and streamed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, Fetch, Head, Step, Wait
from fakeai_proxy.endpoints import Services
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.text import Text
from tests.playbook import body, head

from .asking import CHAT, ask, error, events, paced, services, steps, told
from .sdk import Client
from .test_fuzz import STATUSES, chats, completions, hosts, responses, values

ASKED = "What is the weather in Oslo?"
MESSAGES = [{"role": "user", "content": ASKED}]
TOOLS = [{"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}]


def with_text(**settings: Any) -> Services:
    return services(text=Text(TextSettings(**settings)))


def scripted(*fixtures: Any) -> Services:
    return with_text(fixtures=fixtures)


def test_every_api_says_what_the_generator_writes() -> None:
    client = Client(with_text(generator="echo"))
    chat = client(lambda api: api.chat.completions.create(model="gpt-4o", messages=MESSAGES))
    assert (chat.choices[0].message.content, chat.choices[0].finish_reason) == (ASKED, "stop")
    written = client(lambda api: api.completions.create(model="gpt-3.5-turbo-instruct", prompt=["a b", "c"]))
    assert [choice.text for choice in written.choices] == ["a b", "c"]
    response = client(lambda api: api.responses.create(model="gpt-4o", input=ASKED))
    assert response.output_text == ASKED
    streamed = events(ask("/v1/chat/completions", {**CHAT, "stream": True}, with_text(generator="echo")))
    assert "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in streamed) == (
        "Tell me about Paris."
    )


def test_limits_are_of_any_text() -> None:
    to = with_text(generator="markdown", models={"o3": "echo"}, lengths={"gpt-4o-mini": 400})
    long = told(ask("/v1/chat/completions", CHAT, to))
    assert long["usage"]["completion_tokens"] > 150
    cut = told(ask("/v1/chat/completions", {**CHAT, "max_tokens": 3, "min_tokens": 3}, to))
    assert (cut["usage"]["completion_tokens"], cut["choices"][0]["finish_reason"]) == (3, "length")
    fill = {"model": "my-model", "messages": MESSAGES, "max_tokens": 50, "ignore_eos": True}
    filled = told(ask("/v1/chat/completions", fill, with_text(generator="echo")))
    assert filled["choices"][0]["message"]["content"].startswith(f"{ASKED} ")
    assert filled["usage"]["completion_tokens"] == 50


def test_json_and_calls_are_asked_for_all_the_same() -> None:
    client = Client(with_text(generator="echo"))
    made = client(
        lambda api: api.chat.completions.create(
            model="gpt-4o", messages=MESSAGES, tools=TOOLS, tool_choice="required"
        )
    )
    assert made.choices[0].message.tool_calls[0].function.name == "look_up"
    form = {"type": "json_object"}
    asked = {**CHAT, "messages": [{"role": "user", "content": "JSON!"}], "response_format": form}
    content = told(ask("/v1/chat/completions", asked, with_text(generator="echo")))
    assert json.loads(content["choices"][0]["message"]["content"])


def test_scripts_call_and_think_and_refuse() -> None:
    call = {"tool_calls": [{"name": "look_up", "arguments": {"city": "Oslo"}}], "reasoning": "Hm, Oslo."}
    to = scripted({"contains": "Oslo", "answers": [call, call]}, {"answer": {"refusal": "No, sorry."}})
    client = Client(to)
    [called] = told(ask("/v1/chat/completions", {"model": "my-model", "messages": MESSAGES}, to))["choices"]
    message = called["message"]
    assert message["tool_calls"][0]["function"]["arguments"] == '{"city":"Oslo"}'
    assert message["content"] is None
    assert (message["reasoning_content"], called["finish_reason"]) == ("Hm, Oslo.", "tool_calls")
    made = client(lambda api: api.responses.create(model="gpt-4o", input=ASKED))
    assert [item.type for item in made.output] == ["reasoning", "function_call"]
    refused = client(
        lambda api: api.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], logprobs=True
        )
    )
    assert (refused.choices[0].message.refusal, refused.choices[0].message.content) == ("No, sorry.", None)
    assert refused.choices[0].logprobs.content is None
    assert len(refused.choices[0].logprobs.refusal) == refused.usage.completion_tokens


def test_refusals_are_streamed_as_such() -> None:
    to = scripted({"answer": {"refusal": "No, sorry."}})
    chunks = events(ask("/v1/chat/completions", {**CHAT, "stream": True}, to))
    assert "".join(chunk["choices"][0]["delta"].get("refusal") or "" for chunk in chunks) == "No, sorry."
    client = Client(to)
    with client.sync.responses.stream(model="gpt-4o", input="Hi") as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_response()
    assert final.output[0].content[0].refusal == "No, sorry."
    assert kinds == [
        "response.created", "response.in_progress", "response.output_item.added",
        "response.content_part.added", *["response.refusal.delta"] * 4, "response.refusal.done",
        "response.content_part.done", "response.output_item.done", "response.completed",
    ]  # fmt: skip


def test_errors_are_scripted_too() -> None:
    to = scripted({"answers": [{"error": {"status": 429, "code": "slow_down", "retry_after": 3}}, "Fine."]})
    answer = [*steps(ask("/v1/chat/completions", {**CHAT, "stream": True}, to))]
    assert head(answer).status == 429
    assert dict(head(answer).headers)["retry-after"] == "3"
    assert json.loads(body(answer))["error"]["code"] == "slow_down"
    assert told(ask("/v1/chat/completions", CHAT, to))["choices"][0]["message"]["content"] == "Fine."


def test_a_sequence_is_of_a_scope_and_another_generator_may_go_on() -> None:
    to = with_text(generator="markdown", fixtures=({"answers": ["One.", {"generator": "echo"}]},))
    said = [
        told(ask("/v1/chat/completions", CHAT, to, scope=scope))["choices"][0]["message"]["content"]
        for scope in ("a", "a", "b")
    ]
    assert said == ["One.", "Tell me about Paris.", "One."]


def fulfilled(to: Services, path: str, asked: Any, answer: Any) -> tuple[list[Fetch], list[Step]]:
    """What was asked of an upstream that says `answer`, and all that the client is sent."""
    fetches, sent = list[Fetch](), list[Step]()
    for step in steps(ask(path, asked, to)):
        if isinstance(step, Fetch):
            fetches.append(step)
            step.found.error, step.found.status, step.found.body = "", 200, json.dumps(answer).encode()
        else:
            sent.append(step)
    return fetches, sent


UPSTREAM = {"generator": "upstream", "upstream": "http://127.0.0.1:9/v1", "upstream_model": "tiny"}
REAL = {"message": {"content": "It rains."}, "finish_reason": "stop"}


@pytest.mark.parametrize(
    ("path", "asked", "real"),
    [
        ("/v1/chat/completions", {"messages": MESSAGES}, "/v1/chat/completions"),
        ("/v1/responses", {"input": ASKED}, "/v1/chat/completions"),
        ("/v1/completions", {"prompt": ASKED}, "/v1/completions"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_real_model_writes_in_our_time(path: str, asked: Any, real: str, stream: bool) -> None:
    to = services(generation=paced(500, 20), text=Text(TextSettings(**UPSTREAM)))
    answer = {"choices": [{"text": "It rains."} if real.endswith("1/completions") else REAL]}
    [fetch], sent = fulfilled(to, path, {"model": "my-model", "stream": stream, **asked}, answer)
    assert fetch.url == f"http://127.0.0.1:9{real}"
    assert json.loads(fetch.body)["model"] == "tiny"
    assert json.loads(fetch.body)["stream"] is False
    assert not {"max_tokens", "max_completion_tokens"} & json.loads(fetch.body).keys()
    text = body(sent).decode()
    assert "rains" in text
    waited = [step.seconds for step in sent if isinstance(step, Wait)]
    assert sum(waited) == pytest.approx(0.54)
    assert waited == pytest.approx([0.5, 0.02, 0.02] if stream else [0.54])
    assert any(isinstance(step, Data) for step in sent)


def test_a_model_behind_it_gets_what_was_asked_and_no_more() -> None:
    to = with_text(**UPSTREAM)
    asked = {**CHAT, "n": 2, "tools": TOOLS, "store": False, "user": "u", "temperature": 0.5, "max_tokens": 7}
    asked["messages"] = [{"role": "developer", "content": "Be brief."}, *MESSAGES]
    [fetch], sent = fulfilled(to, "/v1/chat/completions", asked, {"choices": [REAL]})
    assert [message["role"] for message in json.loads(fetch.body)["messages"]] == ["system", "user"]
    assert json.loads(fetch.body).keys() == {
        "messages", "n", "tools", "temperature", "max_tokens", "model", "stream"
    }  # fmt: skip
    choices = json.loads(body(sent))["choices"]
    assert [choice["message"]["content"] for choice in choices] == ["It rains."] * 2


def test_where_nobody_asks_it_the_answer_is_a_502() -> None:
    to = with_text(**UPSTREAM)
    refused = error(ask("/v1/chat/completions", CHAT, to), 502)
    assert (refused["code"], refused["type"]) == ("upstream_failed", "server_error")


def test_what_cannot_be_answered_is_refused_after_it_too() -> None:
    to = scripted({"answer": "Hi."})
    role = {"role": "tool", "tool_call_id": "call_1", "content": "1"}
    assert error(ask("/v1/chat/completions", {**CHAT, "messages": [*MESSAGES, role]}, to))["param"]


def test_heads_come_after_the_real_model() -> None:
    first = next(iter(steps(ask("/v1/chat/completions", CHAT, with_text(**UPSTREAM)))))
    assert isinstance(first, Fetch)
    assert not isinstance(first, Head)


def test_each_answer_is_one_row_of_telemetry() -> None:
    to = scripted({"answers": ["Hi there.", {"error": {"status": 503, "code": "gone"}}]})
    for _ in range(2):
        list(steps(ask("/v1/chat/completions", CHAT, to)))
    rows = to.telemetry.rows()
    assert rows["status"].tolist() == [200, 503]
    assert rows["completion_tokens"].tolist() == [3, 0]
    assert to.telemetry.open == set()


def test_who_leaves_while_it_is_asked_leaves_nothing_behind() -> None:
    to = with_text(**UPSTREAM)
    reply = steps(ask("/v1/chat/completions", CHAT, to))
    assert isinstance(next(reply), Fetch)
    reply.close()
    assert to.telemetry.open == set()


CALL = {"tool_calls": [{"name": "f", "arguments": {"a": "é"}}]}
ALL = [
    with_text(generator="markdown", lengths={"*": {"mean": 3, "sigma": 2}}),
    with_text(generator="templates", templates=("{prompt}{names}{numbers}{sentence}", "")),
    scripted({"answers": [{"text": ""}, CALL, {"refusal": "No."}, {"error": {"status": 418}}, *["Hi"] * 9]}),
    with_text(**UPSTREAM),
]
KEYS = st.sampled_from(["message", "text", "finish_reason", "content", "tool_calls"])
REQUESTS = [
    ("/v1/chat/completions", chats),
    ("/v1/completions", completions),
    ("/v1/responses", responses),
]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(ALL), st.sampled_from(REQUESTS), st.data())
def test_any_request_and_any_answer_of_a_real_model(to: Services, route: Any, data: st.DataObject) -> None:
    path, bodies = route
    said = st.fixed_dictionaries({"choices": st.lists(st.dictionaries(KEYS, values, max_size=3), max_size=2)})
    for step in steps(ask(path, data.draw(bodies), to, host=data.draw(hosts))):
        if isinstance(step, Fetch):
            step.found.error, step.found.status = "", 200
            step.found.body = json.dumps(data.draw(said | values)).encode()
        elif isinstance(step, Head):
            assert step.status in (STATUSES | {418, 502})
