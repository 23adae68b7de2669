import json
from dataclasses import replace
from typing import Any

from fakeai_proxy.chaos.verdict.asked import asked_of
from fakeai_proxy.chaos.verdict.attempt import Asked
from fakeai_proxy.core.exchange import Request
from tests.chaos.verdict.lab import KEY, ask, said, user


def asked(request: Request) -> Asked:
    return asked_of(request, b"salt")


def test_a_retry_has_the_same_content() -> None:
    one = asked(ask(metadata={"trace": "1"}, stream_options={"include_usage": True}))
    other = asked(ask(metadata={"trace": "2"}, stream=False, headers={"x-stainless-retry-count": "1"}))
    assert one.content == other.content
    assert (one.streamed, other.streamed) == (True, False)
    assert (one.retry_count, other.retry_count) == (None, 1)


def test_another_model_host_or_deployment_has_the_same_content() -> None:
    one = asked(ask(model="gpt-4o"))
    other = asked(ask(model="gpt-4o-mini"))
    azure = asked(ask(host="x.openai.azure.com", path="/openai/deployments/east/chat/completions", model=""))
    assert one.content == other.content == azure.content
    assert [each.model for each in (one, other, azure)] == ["gpt-4o", "gpt-4o-mini", "east"]


def test_other_words_other_content() -> None:
    assert asked(ask("a")).content != asked(ask("b")).content
    assert asked(ask("a", temperature=1)).content != asked(ask("a")).content
    assert asked(ask("a", temperature=1)).dialogue == asked(ask("a")).dialogue


def test_one_dialogue_through_two_apis() -> None:
    messages = {"model": "claude", "max_tokens": 9, "messages": [user("hi"), said("yes"), user("go on")]}
    claude = Request("POST", "/v1/messages", host="api.anthropic.com", body=json.dumps(messages).encode())
    assert asked(claude).dialogue == asked(ask("hi", said("yes"), user("go on"))).dialogue
    assert asked(claude).content != asked(ask("hi", said("yes"), user("go on"))).content


def test_what_the_model_is_told_it_said() -> None:
    turns = [said("one"), user("two"), said("three")]
    found = asked(ask("hi", *turns))
    assert len(found.said) == 2
    assert found.goes_on
    assert not asked(ask("hi", *turns, user("four"))).goes_on
    assert len(asked(ask("hi", *turns * 20)).said) == 16


def test_results_are_fresh_until_the_model_speaks() -> None:
    result = {"role": "tool", "tool_call_id": "c1", "content": "42"}
    assert [each.fresh for each in asked(ask("hi", said("x"), result)).results] == [True]
    assert [each.fresh for each in asked(ask("hi", said("x"), result, said("y"))).results] == [False]


def test_clients_are_told_apart_by_scope_and_address() -> None:
    one = ask()
    assert asked(one).client == "127.0.0.1"
    assert asked(replace(one, scope="team-a")).client == "team-a@127.0.0.1"


def test_no_secret_is_kept() -> None:
    secret = KEY.removeprefix("Bearer ")
    request = ask(path=f"/v1/{secret}/chat", model=secret, headers={"idempotency-key": secret})
    found = asked(replace(request, query=f"api-key={secret}"))
    assert secret not in repr(found)
    assert (found.path, found.model) == ("/v1/***/chat", "***")
    assert found.key == asked(replace(request, query=f"api-key={secret}")).key != ""
    assert asked(ask(key="")).key == ""


def test_salt_makes_other_fingerprints() -> None:
    assert asked_of(ask(), b"a").key != asked_of(ask(), b"b").key


def test_bodies_that_are_no_json() -> None:
    def sent(body: bytes, kind: str = "application/octet-stream") -> Asked:
        return asked(Request("POST", "/v1/files", headers=(("content-type", kind),), body=body))

    def form(fence: str, content: str) -> Asked:
        text = f'--{fence}\r\ncontent-disposition: form-data; name="f"\r\n\r\n{content}\r\n--{fence}--\r\n'
        return sent(text.encode(), f"multipart/form-data; boundary={fence}")

    assert sent(b"\x00").content != sent(b"\x01").content
    assert form("aaa", "x").content == form("bbb", "x").content != form("aaa", "y").content
    assert sent(b"{half").model == ""


def test_queries_count() -> None:
    def listed(query: str) -> bytes:
        return asked(Request("GET", "/v1/files", query=query)).content

    assert listed("after=a") != listed("after=b")


def test_odd_values_of_known_fields() -> None:
    for value in (None, 7, [], {"a": 1}, "x" * 1000):
        odd: dict[str, Any] = {"model": value, "messages": value, "stream": value, "tools": value}
        found = asked(Request("POST", "/v1/chat/completions", body=json.dumps(odd).encode()))
        assert len(found.model) <= 64
    counted = ask(headers={"x-stainless-retry-count": "²"})
    assert asked(counted).retry_count is None
