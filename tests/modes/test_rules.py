from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.modes import Rule, choose

CHAT = Request(
    "POST",
    "/v1/chat/completions",
    host="team.openai.azure.com",
    headers=(("authorization", "Bearer x"), ("x-team", "red"), ("x-team", "blue:green")),
    body=b'{"model": "gpt-4o-mini"}',
)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"host": "team.openai.azure.com"},
        {"host": "*.azure.com"},
        {"host": "Team.OpenAI.Azure.com"},
        {"path": "/v1/chat/*"},
        {"path": "*/completions"},
        {"method": "POST"},
        {"method": "post"},
        {"method": "P*"},
        {"model": "gpt-4o*"},
        {"model": "gpt-4o-mini"},
        {"header": "x-team"},
        {"header": "X-Team: red"},
        {"header": "x-team: b*"},
        {"header": "x-team:blue:green"},
        {"header": "x-team:"},
        {"host": "*.azure.com", "path": "/v1/*", "method": "POST", "model": "*", "header": "authorization"},
    ],
)
def test_a_rule_whose_every_field_fits_matches(fields: dict[str, str]) -> None:
    assert Rule(mode="spy", **fields).matches(CHAT)


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "azure.com"},
        {"host": "api.openai.com"},
        {"path": "/v1/chat"},
        {"path": "/V1/*"},
        {"method": "GET"},
        {"model": "gpt-4o"},
        {"model": "GPT-*"},
        {"header": "x-squad"},
        {"header": "x-team: green"},
        {"header": "x-*"},
        {"host": "*.azure.com", "method": "GET"},
    ],
)
def test_one_field_that_does_not_fit_is_enough(fields: dict[str, str]) -> None:
    assert not Rule(mode="spy", **fields).matches(CHAT)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"gpt-4o"', b"{}", b'{"model": null}', b'{"model": ["gpt-4o"]}']
)
def test_a_body_without_a_model_has_none(body: bytes) -> None:
    request = replace(CHAT, body=body)
    assert not Rule(mode="spy", model="?*").matches(request)
    assert Rule(mode="spy", model="*").matches(request)
    assert Rule(mode="spy", path="/v1/*").matches(request)


def test_the_first_rule_that_matches_decides() -> None:
    rules = (
        Rule(mode="replay", model="o3*"),
        Rule(mode="spy", path="/v1/chat/*"),
        Rule(mode="record", path="/v1/*"),
    )
    assert choose(rules, CHAT, "synthesize") == "spy"
    assert choose(rules[::-1], CHAT, "synthesize") == "record"
    assert choose(rules[:1], CHAT, "synthesize") == "synthesize"
    assert choose((), CHAT, "passthrough") == "passthrough"


@given(st.lists(st.tuples(st.sampled_from(["record", "replay", "spy"]), st.booleans())))
def test_rules_are_tried_in_order(spec: list[tuple[Any, bool]]) -> None:
    rules = [Rule(mode=mode, method="POST" if fits else "GET") for mode, fits in spec]
    assert choose(rules, CHAT, "synthesize") == next((mode for mode, fits in spec if fits), "synthesize")


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"mode": "reply"}, "mode"), ({}, "mode"), ({"mode": "spy", "hots": "a"}, "hots")],
)
def test_a_rule_that_says_nothing_known_is_refused(fields: dict[str, str], where: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Rule(**fields)
    assert refused.value.errors()[0]["loc"] == (where,)
