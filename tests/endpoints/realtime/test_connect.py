from __future__ import annotations

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Close
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import ask, error, services, told

from .talking import BETA, UPGRADE, Talk, types, update
from .typed_events import check


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/realtime", "model=gpt-realtime"),
        ("/openai/v1/realtime", "model=gpt-realtime"),
        ("/openai/realtime", "api-version=2025-04-01-preview&deployment=gpt-realtime"),
    ],
)
def test_a_session_begins_by_every_path(path, query):
    [created] = Talk(path=path, query=query).hear()
    check([created])
    assert (created["type"], created["session"]["model"]) == ("session.created", "gpt-realtime")
    assert created["session"]["expires_at"] == 1_700_000_000 + 3600


@pytest.mark.parametrize(
    "headers", [BETA, (*UPGRADE, ("sec-websocket-protocol", "realtime, openai-beta.realtime-v1"))]
)
def test_the_beta_is_spoken_where_it_is_asked_for(headers):
    heard = Talk(headers=headers).hear()
    assert types(heard) == ["session.created", "conversation.created"]
    check(heard, older=True)


def test_models_that_nobody_has_heard_of_are_served():
    [created] = Talk(query="model=openai/gpt-oss-120b-realtime-preview").hear()
    assert created["session"]["model"] == "openai/gpt-oss-120b-realtime-preview"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("model=gpt-4o", "invalid_model"),
        ("", "missing_model"),
        ("model=gpt-realtime&intent=x", "invalid_intent"),
    ],
)
def test_a_session_that_is_none_says_why_and_closes(query, code):
    talk = Talk(query=query)
    [refused] = talk.hear()
    assert refused["error"]["code"] == code
    assert talk.closed == Close(code=4000, reason=f"invalid_request_error.{code}")


def test_a_session_ends_after_an_hour():
    talk = Talk()
    talk.hear()
    assert talk.hear(3599) == []
    [expired] = talk.hear(2)
    assert expired["error"]["code"] == "session_expired"
    assert talk.closed is not None
    assert (talk.closed.code, talk.times[-1]) == (1001, pytest.approx(3600))


def test_a_transcription_session():
    [created] = Talk(query="intent=transcription").hear()
    check([created])
    assert created["session"]["type"] == "transcription"


@pytest.mark.parametrize(
    "carried",
    [("authorization", "Bearer {}"), ("sec-websocket-protocol", "realtime, openai-insecure-api-key.{}")],
)
def test_a_client_secret_opens_the_session_it_was_made_for_until_it_expires(carried):
    to = services()
    session = {"type": "realtime", "model": "gpt-realtime-mini", "instructions": "Sing."}
    secret = told(ask("/v1/realtime/client_secrets", {"session": session}, to=to))
    headers = (("upgrade", "websocket"), (carried[0], carried[1].format(secret["value"])))
    [created] = Talk(to, "", headers).hear()
    assert (created["session"]["model"], created["session"]["instructions"]) == ("gpt-realtime-mini", "Sing.")
    to.clock.advance(601)
    answer = dispatch(Request("GET", "/v1/realtime", headers=headers), to)
    assert error(answer, 401)["code"] == "invalid_api_key"


def test_handshakes_and_answers_are_counted_apart():
    to = services()
    talk = Talk(to)
    talk.hear()
    talk.say(update(output_modalities=["text"]), {"type": "response.create"})
    rows = to.telemetry.rows()
    assert rows["status"].tolist() == [101, 200]
    names = to.telemetry.names["endpoint"]
    assert [names[code] for code in rows["endpoint"]] == ["websocket", "/realtime"]
    assert (rows["completion_tokens"] > 0).tolist() == [False, True]
