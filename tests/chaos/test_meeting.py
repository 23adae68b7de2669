from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.exchange import Request

from .asking import meeting, request

TOOL = {"type": "function", "function": {"name": "search"}}
TURNS = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]


def test_what_the_body_says() -> None:
    met = meeting(request(body={"model": "gpt-4o", "stream": True, "tools": [TOOL, {"name": "read"}]}))
    assert (met.model, met.stream, met.tools) == ("gpt-4o", True, ["search", "read"])


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"model": 3, "tools": 4}', b'{"tools": [1]}'])
def test_a_body_that_says_nothing(body: bytes) -> None:
    met = meeting(Request("POST", "/v1/chat/completions", body=body))
    assert (met.model, met.stream, met.tools) == ("", False, [])
    assert met.session
    assert met.fingerprint


def test_the_provider_is_that_of_host_and_path() -> None:
    assert meeting(request(host="x.openai.azure.com")).provider == "azure"
    assert meeting(request(path="/v1/messages")).provider == "anthropic"


def test_clients_are_told_apart_by_key_else_address_and_by_scope() -> None:
    asked: list[dict[str, Any]] = [
        {},
        {"peer": "10.0.0.1"},
        {"scope": "test-1"},
        {"headers": (("authorization", "Bearer a"),)},
        {"headers": (("authorization", "Bearer b"),)},
    ]
    clients = [meeting(request(**fields)).client for fields in asked]
    assert len(set(clients)) == len(clients)
    same = [
        meeting(request(peer=peer, headers=(("x-api-key", "k"),))).client for peer in ("1.1.1.1", "2.2.2.2")
    ]
    assert same[0] == same[1]


def test_a_conversation_keeps_its_beginning() -> None:
    answered = [*TURNS, {"role": "assistant", "content": "a"}, {"role": "user", "content": "more"}]
    first, second = (meeting(request(body={"messages": said})) for said in (TURNS, answered))
    other = meeting(request(body={"messages": [{"role": "user", "content": "else"}]}))
    assert first.session == second.session != other.session
    assert first.subject != second.subject
    named = [meeting(request(n, headers=(("x-session-id", "s1"),))).session for n in range(2)]
    assert named[0] == named[1]


@pytest.mark.parametrize(
    ("failed", "told", "attempt"),
    [(0, "", 1), (2, "", 3), (0, "1", 2), (3, "1", 4), (0, "x", 1), (0, "²", 1)],
)
def test_attempts_are_counted_by_the_sdk_and_by_what_failed(failed: int, told: str, attempt: int) -> None:
    headers = (("x-stainless-retry-count", told),) if told else ()
    assert meeting(request(headers=headers), failed=failed).attempt == attempt
