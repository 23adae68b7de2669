import pytest

from fakeai_proxy.endpoints.realtime.beta import older_event, older_session, response_of, session_of
from fakeai_proxy.endpoints.realtime.configuration import default, updated

OLDER = {
    "modalities": ["text"],
    "instructions": "Sing.",
    "voice": "verse",
    "input_audio_format": "g711_ulaw",
    "output_audio_format": "g711_alaw",
    "input_audio_transcription": {"model": "whisper-1"},
    "input_audio_noise_reduction": {"type": "near_field"},
    "tools": [{"type": "function", "name": "f"}],
    "tool_choice": "required",
    "temperature": 0.7,
    "max_response_output_tokens": 77,
    "speed": 1.25,
    "tracing": "auto",
}


def test_a_session_comes_back_as_it_was_sent():
    plain = default("realtime", "sess_1", "gpt-4o-realtime-preview", "alloy", 7)
    shown = older_session(updated(plain, session_of(OLDER, "realtime")))
    assert {name: shown[name] for name in OLDER} == OLDER
    assert shown["turn_detection"]["silence_duration_ms"] == 500
    off = session_of({"turn_detection": None, "input_audio_transcription": None}, "realtime")
    shown = older_session(updated(plain, off))
    assert (shown["turn_detection"], shown["input_audio_transcription"]) == (None, None)
    partial = session_of({"turn_detection": {"threshold": 0.9}}, "realtime")
    assert older_session(updated(plain, partial))["turn_detection"]["threshold"] == 0.9


def test_both_modalities_are_sound():
    plain = default("realtime", "sess_1", "m", "alloy", 7)
    shown = older_session(updated(plain, session_of({"modalities": ["audio", "text"]}, "realtime")))
    assert shown["modalities"] == ["text", "audio"]


def test_a_transcription_session():
    plain = default("transcription", "sess_1", "", "", 7)
    asked = session_of({"input_audio_format": "g711_ulaw", "modalities": ["text"]}, "transcription")
    config = updated(plain, asked)
    told = older_event({"type": "session.updated", "session": config})
    assert told["type"] == "transcription_session.updated"
    assert told["session"]["input_audio_format"] == "g711_ulaw"


@pytest.mark.parametrize(
    ("kind", "older"),
    [
        ("conversation.item.added", "conversation.item.created"),
        ("response.output_audio.delta", "response.audio.delta"),
        ("response.output_text.done", "response.text.done"),
        ("input_audio_buffer.committed", "input_audio_buffer.committed"),
    ],
)
def test_names_of_events(kind, older):
    assert older_event({"type": kind, "delta": "x"}) == {"type": older, "delta": "x"}


def test_what_the_beta_does_not_say():
    assert older_event({"type": "conversation.item.done", "item": {}}) is None
    done = {"type": "response.function_call_arguments.done", "name": "f", "arguments": "{}"}
    assert older_event(done) == {"type": done["type"], "arguments": "{}"}
    item = {"type": "function_call", "name": "f"}
    assert older_event({"type": "response.output_item.done", "item": item})["item"] == item


def test_what_a_response_is_asked_to_be():
    asked = response_of(
        {
            "modalities": ["text"],
            "voice": "verse",
            "output_audio_format": "g711_ulaw",
            "max_response_output_tokens": 9,
        }
    )
    assert asked["output_modalities"] == ["text"]
    assert asked["audio"] == {"output": {"voice": "verse", "format": {"type": "audio/pcmu"}}}
    assert asked["max_output_tokens"] == 9
