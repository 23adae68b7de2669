"""Requests of `/audio`."""

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.audio import LONGEST, SpeechRequest
from fakeai_proxy.wire.validation import validate

SPEECH = {"model": "tts-1", "input": "Hi", "voice": "alloy"}


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"input": None}, "input", "invalid_type"),
        ({"input": ""}, "input", "empty_string"),
        ({"input": "a" * (LONGEST + 1)}, "input", "string_above_max_length"),
        ({"voice": 3}, "voice", "invalid_type"),
        ({"voice": {}}, "voice.id", "missing_required_parameter"),
        ({"speed": 4.1}, "speed", "decimal_above_max_value"),
        ({"speed": 0.2}, "speed", "decimal_below_min_value"),
        ({"response_format": "ogg"}, "response_format", "invalid_value"),
        ({"stream_format": "json"}, "stream_format", "invalid_value"),
        ({"tone": "low"}, "tone", "unknown_parameter"),
    ],
)
def test_wrong_requests_for_speech_name_what_is_wrong(change: dict, param: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        validate(SpeechRequest, SPEECH | change, strict=True)
    assert (refused.value.status, refused.value.param, refused.value.code) == (400, param, code)


def test_what_is_missing_is_named() -> None:
    for name in SPEECH:
        with pytest.raises(ApiError, match=name):
            validate(SpeechRequest, {key: value for key, value in SPEECH.items() if key != name}, strict=True)
