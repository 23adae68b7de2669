import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime.configuration import SERVER_VAD, default, updated

PLAIN = default("realtime", "sess_1", "gpt-realtime", "marin", 7)


def listening(**fields):
    return {"type": "realtime", "audio": {"input": fields}}


def test_what_an_update_does_not_name_stays():
    config = updated(PLAIN, {"type": "realtime", "instructions": "Sing.", "tools": None})
    assert config == {**PLAIN, "instructions": "Sing."}
    config = updated(config, {"type": "realtime", "audio": {"output": {"speed": 1.5, "voice": None}}})
    assert config["audio"]["output"] == {**PLAIN["audio"]["output"], "speed": 1.5}
    assert PLAIN["instructions"] != "Sing."


def test_turn_detection_keeps_what_was_set_as_long_as_its_type_stays():
    config = updated(PLAIN, listening(turn_detection={"type": "server_vad", "threshold": 0.9}))
    config = updated(config, listening(turn_detection={"type": "server_vad", "silence_duration_ms": 200}))
    assert config["audio"]["input"]["turn_detection"] == {
        **SERVER_VAD,
        "threshold": 0.9,
        "silence_duration_ms": 200,
    }
    config = updated(config, listening(turn_detection={"type": "semantic_vad"}))
    assert config["audio"]["input"]["turn_detection"]["eagerness"] == "auto"
    config = updated(config, listening(turn_detection=None, transcription={"model": "whisper-1"}))
    assert config["audio"]["input"]["turn_detection"] is None
    assert config["audio"]["input"]["transcription"] == {"model": "whisper-1"}


def test_formats_are_written_as_the_api_does():
    config = updated(PLAIN, listening(format={"type": "audio/pcm"}))
    assert config["audio"]["input"]["format"] == {"type": "audio/pcm", "rate": 24_000}
    config = updated(PLAIN, listening(format={"type": "audio/pcma"}))
    assert config["audio"]["input"]["format"] == {"type": "audio/pcma"}


def test_what_can_be_switched_off():
    config = updated({**PLAIN, "tracing": "auto"}, {"type": "realtime", "tracing": None})
    assert config["tracing"] is None


@pytest.mark.parametrize(
    ("update", "spoken", "code"),
    [
        ({"type": "transcription"}, False, "invalid_session_type"),
        ({"type": "realtime", "model": "gpt-4o"}, False, "invalid_value"),
        ({"type": "realtime", "audio": {"output": {"voice": "ash"}}}, True, "cannot_update_voice"),
    ],
)
def test_what_cannot_be_changed(update, spoken, code):
    with pytest.raises(ApiError) as refused:
        updated(PLAIN, update, spoken=spoken)
    assert refused.value.code == code


def test_a_transcription_session_answers_no_turn():
    plain = default("transcription", "sess_1", "", "", 7)
    turns = plain["audio"]["input"]["turn_detection"]
    assert "create_response" not in turns
    given = {"type": "transcription", "audio": {"input": {"turn_detection": {"type": "server_vad"}}}}
    assert updated(plain, given)["audio"]["input"]["turn_detection"] == turns
