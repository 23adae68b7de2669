from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.beta.realtime import SessionCreateResponse, TranscriptionSession
from openai.types.realtime import ClientSecretCreateResponse
from pydantic_core import to_json

from tests.endpoints.asking import ask, error, services, steps, told
from tests.endpoints.sdk import Client
from tests.endpoints.typed import typed
from tests.playbook import head

TO = services()
SECRETS, OLDER = "/v1/realtime/client_secrets", "/v1/realtime/sessions"
TRANSCRIPTIONS, TRANSLATIONS = (
    "/v1/realtime/transcription_sessions",
    "/v1/realtime/translations/client_secrets",
)


def test_secrets_by_the_sdk():
    client = Client(services())
    session = {"type": "realtime", "model": "gpt-realtime", "audio": {"output": {"voice": "cedar"}}}
    made = client(lambda api: api.realtime.client_secrets.create(session=session))
    assert made.value.startswith("ek_")
    assert (made.expires_at, made.session.audio.output.voice) == (1_700_000_600, "cedar")
    asked = {"type": "transcription", "audio": {"input": {"transcription": {"model": "whisper-1"}}}}
    made = client(
        lambda api: api.realtime.client_secrets.create(
            session=asked, expires_after={"anchor": "created_at", "seconds": 10}
        )
    )
    assert (made.expires_at, made.session.audio.input.transcription.model) == (1_700_000_010, "whisper-1")
    older = client(lambda api: api.beta.realtime.sessions.create(modalities=["text"], voice="verse"))
    assert (older.modalities, older.voice, older.client_secret.value[:3]) == (["text"], "verse", "ek_")
    older = client(
        lambda api: api.beta.realtime.transcription_sessions.create(input_audio_format="g711_ulaw")
    )
    assert older.input_audio_format == "g711_ulaw"


def test_what_they_answer_has_just_what_the_types_have():
    typed(ClientSecretCreateResponse, told(ask(SECRETS, b"")))
    typed(SessionCreateResponse, told(ask(OLDER, {"model": "gpt-4o-realtime-preview"})))
    typed(TranscriptionSession, told(ask(TRANSCRIPTIONS, {})))
    session = {"model": "gpt-realtime-translate", "audio": {"output": {"language": "fr"}}}
    made = told(ask(TRANSLATIONS, {"session": session}))
    assert made.keys() == {"value", "expires_at", "session"}
    assert made["session"].keys() == {"id", "type", "model", "expires_at", "audio"}
    assert made["session"]["audio"]["output"] == {"language": "fr"}


def test_each_secret_is_another_one():
    to = services()
    assert len({told(ask(SECRETS, {}, to=to))["value"] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("path", "body", "param", "code"),
    [
        (SECRETS, {"session": {}}, "session.type", "missing_required_parameter"),
        (SECRETS, {"session": {"type": "x"}}, "session.type", "invalid_value"),
        (SECRETS, {"expires_after": {"seconds": 9}}, "expires_after.seconds", "integer_below_min_value"),
        (SECRETS, {"session": {"type": "realtime", "voice": "x"}}, "session.voice", "unknown_parameter"),
        (OLDER, {"voice": "nobody"}, "voice", "invalid_value"),
        (OLDER, {"wrong": 1}, "wrong", "unknown_parameter"),
        (TRANSCRIPTIONS, {"input_audio_format": "mp3"}, "input_audio_format", "invalid_value"),
        (TRANSLATIONS, {}, "session", "missing_required_parameter"),
    ],
)
def test_what_is_wrong_is_told(path, body, param, code):
    refused = error(ask(path, body, TO))
    assert (refused["param"], refused["code"]) == (param, code)


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(("session", "type", "audio", "tools", "expires_after", "voice")), inner
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=25, deadline=None)
@given(ANY, st.sampled_from((SECRETS, OLDER, TRANSCRIPTIONS, TRANSLATIONS)))
def test_no_request_fails(body, path):
    assert head(steps(ask(path, to_json(body), TO))).status in (200, 400)
