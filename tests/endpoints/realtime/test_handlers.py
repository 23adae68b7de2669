from __future__ import annotations

from base64 import b64encode

import numpy as np

from fakeai_proxy.endpoints.realtime.handlers import HANDLERS
from fakeai_proxy.synth.speech import speak
from fakeai_proxy.wire.realtime_events import OLDER

from .talking import Talk, append, types, update, user
from .typed_events import check

TEXT = update(output_modalities=["text"])
CREATE = {"type": "response.create"}
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def talking(*said):
    talk = Talk()
    talk.hear()
    talk.say(*said)
    return talk


def test_every_event_of_the_client_is_handled():
    assert HANDLERS.keys() == OLDER.keys()


def test_items_are_put_shown_and_deleted():
    talk = talking()
    first = user("One")
    first["item"]["id"] = "mine"
    [added, done] = talk.say(first)
    assert (added["item"], added["previous_item_id"]) == (done["item"], None)
    assert added["item"]["content"] == [{"type": "input_text", "text": "One"}]
    [second, _] = talk.say(user("Two"))
    assert second["previous_item_id"] == "mine"
    between = {**user("Between"), "previous_item_id": "mine"}
    assert talk.say(between)[0]["previous_item_id"] == "mine"
    [retrieved] = talk.say({"type": "conversation.item.retrieve", "item_id": "mine"})
    assert retrieved["item"] == added["item"]
    [deleted] = talk.say({"type": "conversation.item.delete", "item_id": "mine"})
    assert deleted["item_id"] == "mine"
    check([added, done, retrieved, deleted])
    [gone] = talk.say({"type": "conversation.item.delete", "item_id": "mine"})
    assert gone["error"]["code"] == "item_delete_invalid_item_id"


def test_sound_of_an_item_comes_back_as_it_was():
    sound = b64encode(speak("Hello").tobytes()).decode()
    part = {"type": "input_audio", "audio": sound, "transcript": "Hello"}
    item = {"type": "message", "role": "user", "content": [part], "id": "mine"}
    talk = talking({"type": "conversation.item.create", "item": item})
    [retrieved] = talk.say({"type": "conversation.item.retrieve", "item_id": "mine"})
    assert retrieved["item"]["content"] == [part]


def test_an_item_that_is_sound_alone_is_heard():
    sound = b64encode(speak("Weather in Paris?").tobytes()).decode()
    item = {"type": "message", "role": "user", "content": [{"type": "input_audio", "audio": sound}]}
    told = {"output_modalities": ["text"], "tools": [WEATHER]}
    talk = talking({"type": "conversation.item.create", "item": item})
    for given in ({}, {"input": [item]}):
        [call] = talk.say({**CREATE, "response": {**told, **given}})[-1]["response"]["output"]
        assert call["arguments"] == '{"city":"Paris"}'


def test_an_answer_is_truncated_to_what_was_heard():
    talk = talking()
    heard = talk.say(CREATE)
    id = heard[-1]["response"]["output"][0]["id"]
    cut = {"type": "conversation.item.truncate", "item_id": id, "content_index": 0}
    [truncated] = talk.say({**cut, "audio_end_ms": 250})
    assert truncated["audio_end_ms"] == 250
    check([truncated])
    [retrieved] = talk.say({"type": "conversation.item.retrieve", "item_id": id})
    [part] = retrieved["item"]["content"]
    assert (len(part["audio"]), part["transcript"]) == (250 * 24 * 2 * 4 // 3, None)
    [longer] = talk.say({**cut, "audio_end_ms": 251})
    assert longer["error"]["message"] == "Audio content of 250ms is already shorter than 251ms"
    before = heard[-1]["response"]["usage"]["output_tokens"]
    after = talk.say(CREATE)[-1]["response"]["usage"]["input_token_details"]
    assert after["audio_tokens"] == 5 < before


def test_a_session_is_changed_and_its_voice_only_before_it_was_heard():
    talk = talking()
    voice = update(audio={"output": {"voice": "cedar"}})
    [changed] = talk.say(voice)
    assert changed["session"]["audio"]["output"]["voice"] == "cedar"
    talk.say(CREATE)
    assert types(talk.say(voice)) == ["session.updated"]
    [refused] = talk.say(update(audio={"output": {"voice": "alloy"}}))
    assert refused["error"]["code"] == "cannot_update_voice"
    [too] = talk.say({"type": "response.create", "response": {"audio": {"output": {"voice": "alloy"}}}})
    assert too["error"]["code"] == "cannot_update_voice"


SILENT = append(np.zeros(2_000, np.int16))
WRONG = [
    (update(audio={"output": {"voice": "nobody"}}), "invalid_value", "session.audio.output.voice"),
    (update(audio={"output": {"speed": 9.0}}), "decimal_above_max_value", "session.audio.output.speed"),
    (update(modalities=["text"]), "unknown_parameter", "session.modalities"),
    (update(model="gpt-4o-realtime-preview"), "invalid_value", "session.model"),
    (update(tools=[{"type": "mcp", "server_label": "x"}]), "invalid_value", "session.tools[0].type"),
    ({"type": "session.update", "session": {}}, "missing_required_parameter", "session.type"),
    (
        {"type": "session.update", "session": {"type": "transcription"}},
        "invalid_session_type",
        "session.type",
    ),
    ({"type": "session.update"}, "missing_required_parameter", "session"),
    ({"type": "input_audio_buffer.append"}, "missing_required_parameter", "audio"),
    ({"type": "input_audio_buffer.append", "audio": "§"}, "invalid_value", "audio"),
    ({"type": "input_audio_buffer.commit"}, "input_audio_buffer_commit_empty", None),
    ({"type": "output_audio_buffer.clear"}, "invalid_value", "type"),
    ({"type": "response.cancel"}, "response_cancel_not_active", None),
    ({"type": "response.cancel", "response_id": "resp_1"}, "response_cancel_not_active", None),
    ({"type": "conversation.item.retrieve", "item_id": "x"}, "item_retrieve_invalid_item_id", "item_id"),
    (
        {"type": "conversation.item.truncate", "item_id": "mine", "content_index": 0, "audio_end_ms": 1},
        "unsupported_content_type",
        None,
    ),
    (
        {
            "type": "conversation.item.create",
            "item": {"type": "function_call_output", "call_id": "x", "output": ""},
        },
        "invalid_tool_call_id",
        None,
    ),
    ({**user("x"), "previous_item_id": "x"}, "item_create_invalid_previous_item_id", "previous_item_id"),
    (
        {"type": "response.create", "response": {"max_output_tokens": 0}},
        "integer_below_min_value",
        "response.max_output_tokens",
    ),
    (
        {"type": "response.create", "response": {"input": [{"type": "item_reference", "id": "x"}]}},
        "item_reference_invalid_item_id",
        "item_id",
    ),
]


def test_what_is_wrong_is_told_and_the_session_goes_on():
    mine = user("Hi")
    mine["item"]["id"] = "mine"
    talk = talking(mine, SILENT)
    for wrong, code, param in WRONG:
        [refused] = talk.say({**wrong, "event_id": "event_mine"})
        error = refused["error"]
        assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", code, param), error
        assert error["event_id"] == "event_mine"
    assert types(talk.say(TEXT)) == ["session.updated"]


def test_a_transcription_session_answers_nothing():
    talk = Talk(query="intent=transcription")
    talk.hear()
    [refused] = talk.say(CREATE)
    assert refused["error"]["code"] == "invalid_value"
