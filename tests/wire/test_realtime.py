import pytest
from pydantic import TypeAdapter, ValidationError

from fakeai_proxy.wire.realtime import Item, OlderSession, Session


@pytest.mark.parametrize(
    "given",
    [
        {"type": "realtime"},
        {
            "type": "realtime",
            "audio": {"input": {"turn_detection": None}, "output": {"voice": {"id": "voice_1"}}},
        },
        {"type": "realtime", "max_output_tokens": "inf", "tool_choice": {"type": "function", "name": "f"}},
        {"type": "transcription", "audio": {"input": {"transcription": {"model": "whisper-1"}}}},
    ],
)
def test_sessions(given):
    assert TypeAdapter(Session).validate_python(given) == given


@pytest.mark.parametrize(
    "given",
    [
        {"type": "other"},
        {"type": "realtime", "voice": "ash"},
        {"type": "realtime", "max_output_tokens": 4097},
        {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "server_vad", "threshold": 2}}}},
        {"type": "transcription", "audio": {"output": {}}},
    ],
)
def test_what_is_none(given):
    with pytest.raises(ValidationError):
        TypeAdapter(Session).validate_python(given)


def test_the_beta_refuses_what_it_does_not_know():
    assert OlderSession.model_validate({"voice": "ash"}).voice == "ash"
    with pytest.raises(ValidationError):
        OlderSession.model_validate({"output_modalities": ["text"]})


def test_items():
    part = {"type": "input_text", "text": "Hi"}
    item = {"type": "message", "role": "user", "content": [part]}
    assert TypeAdapter(Item).validate_python(item) == item
