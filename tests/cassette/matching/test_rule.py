import pytest
from pydantic import ValidationError

from fakeai_proxy.cassette.matching.rule import MatchRule, ruling, unkept
from fakeai_proxy.core.exchange import Request

REQUEST = Request("POST", "/v1/chat/completions", host="api.openai.com")


def rule(**given):
    return MatchRule(profile="exact@1", **given)


def test_a_rule_is_about_some_requests():
    for fits in ({}, {"path": "/v1/chat/*"}, {"host": "api.*", "model": "gpt-4*"}):
        assert rule(**fits).fits(REQUEST, "gpt-4o")
    for not_ in ({"path": "/v1/embeddings"}, {"host": "api.*", "model": "o3"}):
        assert not rule(**not_).fits(REQUEST, "gpt-4o")
    assert not rule(model="gpt-*").fits(REQUEST, None)


def test_priority_then_the_most_specific_then_the_last():
    wide, narrow, first = rule(path="*"), rule(path="/v1/chat/*"), rule(priority=1)
    assert ruling([narrow, wide], REQUEST, None) is narrow
    assert ruling([narrow, first, wide], REQUEST, None) is first
    one, other = rule(path="/v1/*"), rule(path="/v1/*", model="*")
    assert ruling([one, other], REQUEST, None) is other
    last = rule(path="/v1/chat/*", near=0.5)
    assert ruling([narrow, last], REQUEST, None) is last
    assert ruling([rule(path="/x")], REQUEST, None) is None


def test_a_rule_says_something_that_can_be_true():
    with pytest.raises(ValidationError, match="changes nothing"):
        MatchRule(path="/v1/*")
    with pytest.raises(ValidationError, match="is no JSON pointer"):
        MatchRule(ignore=("user",))
    with pytest.raises(ValidationError, match="is a credential"):
        MatchRule(headers=("authorization",))


def test_headers_that_no_recording_has():
    asked = MatchRule(headers=("accept", "x-stainless-lang", "x-tenant", "openai-organization"))
    assert unkept(asked, ()) == "x-tenant"
    assert unkept(asked, ("x-*", "openai-organization")) is None
