import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime.conversation import Kept
from fakeai_proxy.endpoints.realtime.items import heard_items, kept_of, with_sound
from fakeai_proxy.endpoints.realtime.sounds import encoded

CALL = Kept({"id": "c", "type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"})
RESULT = Kept({"id": "r", "type": "function_call_output", "call_id": "call_1", "output": "7"})
SOUND = encoded(np.arange(9, dtype="<i2").tobytes())


def message(role, *parts):
    return {"type": "message", "role": role, "content": [*parts]}


def kept(given, known=()):
    return kept_of(given, "item_1", "audio/pcm", known, "item")


@pytest.mark.parametrize(
    ("role", "part", "name"),
    [
        ("user", {"type": "text", "text": "Hi"}, "input_text"),
        ("user", {"type": "input_text", "text": "Hi"}, "input_text"),
        ("system", {"type": "text", "text": "Hi"}, "input_text"),
        ("assistant", {"type": "text", "text": "Hi"}, "output_text"),
        ("assistant", {"type": "output_audio", "transcript": "Hi"}, "output_audio"),
        ("user", {"type": "input_image", "image_url": "data:,"}, "input_image"),
    ],
)
def test_parts_are_kept_under_their_names_of_today(role, part, name):
    assert kept(message(role, part)).item["content"][0]["type"] == name


def test_sound_is_kept_beside_the_item():
    one = kept(message("user", {"type": "input_audio", "audio": SOUND, "transcript": "Hi"}))
    assert one.item["content"] == [{"type": "input_audio", "transcript": "Hi"}]
    assert (one.samples, one.heard) == (9, "Hi")
    assert with_sound(one, "audio/pcm")["content"][0]["audio"] == SOUND
    assert heard_items([one])[0]["content"] == [{"type": "input_text", "text": "Hi"}]


def test_calls_and_results():
    assert kept({"type": "function_call", "name": "f", "arguments": "{}"}).item["call_id"].startswith("call_")
    given = {"type": "function_call_output", "call_id": "call_1", "output": "7", "id": "mine"}
    assert kept(given, [CALL]).item == {**RESULT.item, "id": "mine", "object": "realtime.item"}
    assert with_sound(CALL, "audio/pcm") == CALL.item


def test_a_model_reads_of_calls_those_that_were_answered():
    assert heard_items([CALL]) == []
    assert heard_items([RESULT]) == []
    assert heard_items([CALL, RESULT]) == [CALL.item, RESULT.item]


@pytest.mark.parametrize(
    ("given", "param", "code", "says"),
    [
        (
            message("assistant", {"type": "input_text", "text": "x"}),
            "item.content[0].type",
            "invalid_value",
            "and",
        ),
        (
            message("system", {"type": "input_audio", "audio": SOUND}),
            "item.content[0].type",
            "invalid_value",
            "must",
        ),
        (
            message("user", {"type": "input_text"}),
            "item.content[0].text",
            "missing_required_parameter",
            "text",
        ),
        (
            message("user", {"type": "input_audio"}),
            "item.content[0].audio",
            "missing_required_parameter",
            "Missing",
        ),
        (message("user", {"type": "input_audio", "audio": "§"}), "audio", "invalid_value", "base64"),
        (
            message("user", {"type": "input_image"}),
            "item.content[0].image_url",
            "missing_required_parameter",
            "Missing",
        ),
        ({"type": "function_call_output", "call_id": "x", "output": ""}, None, "invalid_tool_call_id", "'x'"),
    ],
)
def test_what_is_wrong_is_told(given, param, code, says):
    with pytest.raises(ApiError, match=says) as refused:
        kept(given, [CALL])
    assert (refused.value.param, refused.value.code) == (param, code)
