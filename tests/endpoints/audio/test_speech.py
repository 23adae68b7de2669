"""`POST /audio/speech`, by the SDK."""

import sys
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import soundfile

from fakeai_proxy.synth.speech import RATE, length_of, tagged, texts_in
from tests.endpoints.asking import NIM, ask, error, headers, services
from tests.endpoints.sdk import Client
from tests.playbook import body

TEXT = "The quick brown fox jumps over the lazy dog."
ASKED: dict[str, Any] = {"model": "gpt-4o-mini-tts", "input": TEXT, "voice": "alloy"}


def said(**fields: Any) -> bytes:
    return body(ask("/audio/speech", {**ASKED, **fields}))


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("mp3", "audio/mpeg"),
        ("opus", "audio/opus"),
        ("flac", "audio/flac"),
        ("wav", "audio/wav"),
        ("aac", "audio/aac"),
    ],
)
def test_each_format_is_a_file_as_long_as_the_text(format: Any, kind: str) -> None:
    client = Client(services())
    made = client.one(lambda api: api.audio.speech.create(**ASKED, response_format=format))
    assert made.response.headers["content-type"] == kind
    if format != "aac":
        seconds = soundfile.info(BytesIO(made.content)).duration
        assert seconds == pytest.approx(length_of(TEXT) / RATE, abs=0.1)
    assert format == "wav" or tagged(made.content) == TEXT


def test_both_clients_hear_the_same_and_mp3_is_what_comes_unless_told_otherwise() -> None:
    client = Client(services())
    made = client(lambda api: api.audio.speech.create(**ASKED))
    assert made.content == said() == said(response_format="mp3", stream_format="audio")
    assert made.content.startswith(b"ID3")


def test_pcm_is_bare_samples_that_tell_their_text() -> None:
    samples = np.frombuffer(said(response_format="pcm"), "<i2")
    assert len(samples) == length_of(TEXT)
    assert texts_in(samples) == [TEXT]


def test_voice_speed_and_instructions_are_heard() -> None:
    plain = said(response_format="pcm")
    assert said(response_format="pcm", voice="echo") != plain
    assert said(response_format="pcm", voice={"id": "voice_1234"}) != plain
    assert len(said(response_format="pcm", speed=2)) == pytest.approx(len(plain) / 2, rel=0.01)
    assert len(said(response_format="pcm", instructions="Speak slowly.")) > 1.2 * len(plain)
    older = {"model": "tts-1", "response_format": "pcm"}
    assert said(**older, instructions="Speak slowly.") == said(**older)


@pytest.mark.parametrize(
    ("change", "status", "param", "code", "message"),
    [
        ({"voice": "alice"}, 400, "voice", "invalid_value", "Supported values are: 'alloy'"),
        ({"model": "tts-1", "voice": "marin"}, 400, "voice", "invalid_value", "and 'shimmer'"),
        ({"model": "tts-1-hd", "stream_format": "sse"}, 400, "stream_format", "unsupported_value", "'sse'"),
        ({"input": "a" * 4097}, 400, "input", "string_above_max_length", "4096"),
        ({"model": "gpt-4o"}, 404, "model", None, "not a speech model"),
    ],
)
def test_what_cannot_be_said_is_refused(
    change: dict[str, Any], status: int, param: str, code: str | None, message: str
) -> None:
    refusal = error(ask("/audio/speech", ASKED | change), status)
    assert (refusal["param"], refusal["code"]) == (param, code)
    assert message in refusal["message"]


def test_other_hosts_have_voices_of_any_name() -> None:
    answer = ask("/audio/speech", {**ASKED, "model": "kokoro", "voice": "af_heart"}, host=NIM)
    assert headers(answer)["content-type"] == "audio/mpeg"


def test_a_format_that_is_not_installed_is_refused_and_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    refusal = error(ask("/audio/speech", ASKED | {"response_format": "aac"}), 501)
    assert "pip install 'fakeai-proxy[audio]'" in refusal["message"]
    assert said()


def test_telemetry_knows_the_characters_and_the_tokens_of_models_that_have_a_price_for_them() -> None:
    to = services()
    for model in ("tts-1", "gpt-4o-mini-tts"):
        body(ask("/audio/speech", {**ASKED, "model": model}, to))
    older, newer = to.telemetry.rows()
    tokens = -(-length_of(TEXT) * 20 // RATE)
    assert (older["characters"], older["completion_tokens"]) == (len(TEXT), 0)
    assert (newer["characters"], newer["completion_tokens"], newer["output_audio_tokens"]) == (
        len(TEXT),
        tokens,
        tokens,
    )
