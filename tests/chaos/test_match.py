from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.match import Match, about_host
from fakeai_proxy.core.exchange import Request

from .asking import meeting, request

TOOLS = {"tools": [{"type": "function", "function": {"name": "search_web"}}]}
CLAUDE: dict[str, Any] = {
    "path": "/v1/messages",
    "host": "api.anthropic.com",
    "headers": (("x-team", "checkout"),),
    "scope": "ci-7",
    "body": {"model": "claude-4", "stream": True, "metadata": {"tier": "gold"}, **TOOLS},
}

FITTING: list[dict[str, Any]] = [
    {},
    {"host": "api.anthropic.com"},
    {"host": ["x", "*.anthropic.com:443"]},
    {"path": "/v1/*"},
    {"method": "post"},
    {"method": ["GET", "POST"]},
    {"provider": "anthropic"},
    {"provider": ["openai", "anthropic"]},
    {"model": "claude-*"},
    {"stream": True},
    {"tools": "any"},
    {"tools": "search_*"},
    {"tools": ["read", "search_web"]},
    {"header": {"X-Team": "check*"}},
    {"scope": "ci-*"},
    {"attempt": 2},
    {"attempt": [1, 2]},
    {"body": "metadata.tier == 'gold'"},
    {"body": "messages[?role == 'user']"},
    {"body": "length(messages)"},
]
OTHERS: list[dict[str, Any]] = [
    {"host": "api.openai.com"},
    {"host": "api.anthropic.com:8443"},
    {"path": "/v1/chat/*"},
    {"method": "GET"},
    {"provider": "openai"},
    {"model": ["gpt-*", "o3"]},
    {"stream": False},
    {"tools": "none"},
    {"tools": "read"},
    {"header": {"x-team": "search"}},
    {"header": {"x-other": "*"}},
    {"scope": "local"},
    {"attempt": 1},
    {"body": "metadata.tier == 'free'"},
    {"body": "messages[?role == 'tool']"},
    {"body": "length(model.x)"},
    {"host": "api.anthropic.com", "model": "gpt-*"},
]


@pytest.mark.parametrize("fields", FITTING, ids=str)
def test_it_fits(fields: dict[str, Any]) -> None:
    assert Match.model_validate(fields).fits(meeting(request(**CLAUDE), failed=1))


@pytest.mark.parametrize("fields", OTHERS, ids=str)
def test_it_does_not(fields: dict[str, Any]) -> None:
    assert not Match.model_validate(fields).fits(meeting(request(**CLAUDE), failed=1))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"body": "x["}, r"'x\[' is not a JMESPath expression"),
        ({"provider": "openia"}, "Input should be 'openai', 'azure', 'anthropic' or 'nvidia'"),
        ({"host": "a:99999"}, "is not a host or host:port"),
        ({"attempt": 0}, "greater than or equal to 1"),
        ({"hosst": "a"}, "Extra inputs"),
        ({"path": []}, "at least 1 item"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Match.model_validate(fields)


def test_of_a_connection_the_host_is_known_and_its_port_is_not() -> None:
    assert Match(host=("*.test:8443",), scope=("ci",)).of_requests == ()
    assert Match(host=("a",), model=("b",), attempt=(1,)).of_requests == ("model", "attempt")
    connecting = meeting(Request("CONNECT", "connect api.test", host="api.test", scope="ci"))
    assert Match(host=("*.test:8443",), scope=("c*",)).fits_connection(connecting)
    assert not Match(scope=("local",)).fits_connection(connecting)
    assert about_host(("*.test:8443",), "api.test")
    assert not about_host(("*.test",), "api.other")
