from __future__ import annotations

import pytest

from tests.endpoints.asking import ask, error, told
from tests.gate.gates import gated

from .talking import Talk, user
from .typed_events import check

CREATE = {"type": "response.create", "response": {"output_modalities": ["text"]}}


def test_limits_are_told_and_kept():
    talk = Talk(gated(enabled=True, rpm=2))
    talk.hear()
    heard = talk.say(user("Hi"), CREATE)
    check(heard)
    [limits] = [event["rate_limits"] for event in heard if event["type"] == "rate_limits.updated"]
    assert limits[0]["name"] == "requests"
    assert (limits[0]["limit"], limits[0]["remaining"]) == (2, 1)
    talk.say(CREATE)
    refused = talk.say(CREATE)
    check(refused)
    done = refused[-1]["response"]
    assert done["status"] == "failed"
    assert done["status_details"]["error"]["code"] == "rate_limit_exceeded"
    talk.clock.advance(60)
    talk.left = 0.0
    assert talk.say(CREATE)[-1]["response"]["status"] == "completed"


def test_without_limits_there_is_nothing_to_tell():
    talk = Talk()
    talk.hear()
    assert "rate_limits.updated" not in [event["type"] for event in talk.say(CREATE)]


def test_a_client_secret_is_a_key_for_sessions_alone():
    to = gated("sk-a")
    secret = told(ask("/v1/realtime/client_secrets", {}, to, headers=(("authorization", "Bearer sk-a"),)))[
        "value"
    ]
    talk = Talk(to, headers=(("upgrade", "websocket"), ("authorization", f"Bearer {secret}")))
    assert talk.hear()[0]["type"] == "session.created"
    assert talk.say(CREATE)[-1]["response"]["status"] == "completed"
    refused = error(ask("/v1/models", to=to, headers=(("authorization", f"Bearer {secret}"),)), 401)
    assert refused["code"] == "invalid_api_key"
    with pytest.raises(AssertionError):
        Talk(to, headers=(("upgrade", "websocket"), ("authorization", "Bearer ek_wrong")))
