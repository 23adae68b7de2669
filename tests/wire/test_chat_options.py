import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.validation import validate

ASKED = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}


@pytest.mark.parametrize(
    "fields",
    [
        {"audio": {"voice": "alloy", "format": "wav"}},
        {"audio": {"voice": {"id": "voice_1"}, "format": "pcm16"}},
        {"web_search_options": {"user_location": {"type": "approximate", "approximate": {"city": "Rome"}}}},
        {"moderation": {"model": "omni-moderation-latest", "policy": {"input": {"mode": "block"}}}},
        {"prompt_cache_options": {"mode": "explicit", "ttl": "30m"}},
    ],
)
def test_what_is_taken(fields):
    assert validate(ChatRequest, ASKED | fields, strict=True)


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"audio": {"voice": "alloy"}}, "audio.format", "missing_required_parameter"),
        ({"audio": {"voice": "alloy", "format": "mid"}}, "audio.format", "invalid_value"),
        ({"audio": {"format": "wav"}}, "audio.voice", "missing_required_parameter"),
        ({"web_search_options": []}, "web_search_options", "invalid_type"),
        (
            {"web_search_options": {"search_context_size": "huge"}},
            "web_search_options.search_context_size",
            "invalid_value",
        ),
        ({"moderation": {}}, "moderation.model", "missing_required_parameter"),
        ({"prompt_cache_options": {"ttl": "1h"}}, "prompt_cache_options.ttl", "invalid_value"),
    ],
)
def test_what_is_refused(fields, param, code):
    with pytest.raises(ApiError) as refusal:
        validate(ChatRequest, ASKED | fields, strict=True)
    assert (refusal.value.param, refusal.value.code) == (param, code)
