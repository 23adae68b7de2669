from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.endpoints.realtime.responding import name_of, without_replies
from fakeai_proxy.engine import EngineParts, EngineSettings, LatencySettings
from fakeai_proxy.synth.speech import texts_in
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.text import Text
from fakeai_proxy.tokens import tokenizer
from tests.endpoints.asking import paced, services

from .talking import BETA, Talk, sound, types, update, user
from .typed_events import check

CREATE = {"type": "response.create"}
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
BEFORE = [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
]
AFTER = ["response.content_part.done", "conversation.item.done", "response.output_item.done", "response.done"]


def answered(*said, to=None, **response):
    """What is heard of an answer to what was said."""
    talk = Talk(to)
    talk.hear()
    talk.say(*said)
    return talk.say({**CREATE, "response": response}, seconds=100)


def test_text():
    heard = answered(user("Hi"), output_modalities=["text"])
    check(heard)
    part, deltas = "response.content_part.added", "response.output_text.delta"
    assert types(heard) == [*BEFORE, part, deltas, "response.output_text.done", *AFTER]
    text = "".join(event["delta"] for event in heard if event["type"] == deltas)
    done = heard[-1]["response"]
    assert done["output"][0]["content"] == [{"type": "output_text", "text": text}]
    assert done["usage"]["output_tokens"] == len(tokenizer("o200k_base").encode(text))
    assert (done["status"], done["status_details"]) == ("completed", None)


def test_sound_with_its_transcript():
    heard = answered(user("Hi"), metadata={"topic": "x"})
    check(heard)
    told = types(heard)
    ends = ["response.output_audio.done", "response.output_audio_transcript.done"]
    assert told[:4] == [*BEFORE, "response.content_part.added"]
    assert told[-6:] == [*ends, *AFTER]
    transcript = heard[-1]["response"]["output"][0]["content"][0]["transcript"]
    samples = np.frombuffer(sound(heard), "<i2").astype(np.int16)
    assert texts_in(samples) == [transcript]
    spent = heard[-1]["response"]["usage"]["output_token_details"]
    assert spent["audio_tokens"] == -(-len(samples) // 1200)
    assert spent["text_tokens"] == len(tokenizer("o200k_base").encode(transcript))
    assert heard[-1]["response"]["metadata"] == {"topic": "x"}


def test_sound_of_the_telephone_is_six_times_smaller():
    kind = "audio/pcma"
    plain = answered(user("Hi"), audio={"output": {"voice": "ash"}})
    heard = answered(user("Hi"), audio={"output": {"voice": "ash", "format": {"type": kind}}})
    assert abs(len(sound(heard)) - len(sound(plain)) / 6) <= 1
    assert heard[-1]["response"]["audio"]["output"] == {"format": {"type": kind}, "voice": "ash"}


def test_a_function_is_called_and_its_result_is_answered():
    talk = Talk()
    talk.hear()
    heard = talk.say(update(tools=[WEATHER], output_modalities=["text"]), user("Weather in Paris?"), CREATE)
    check(heard)
    name = "response.function_call_arguments"
    assert types(heard)[3:] == [
        *("response.created", "response.output_item.added", "conversation.item.added"),
        *(f"{name}.delta", f"{name}.done"),
        *("conversation.item.done", "response.output_item.done", "response.done"),
    ]
    [call] = heard[-1]["response"]["output"]
    assert (call["name"], call["arguments"]) == ("get_weather", '{"city":"Paris"}')
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": '{"sky": "blue"}'}
    heard = talk.say({"type": "conversation.item.create", "item": result}, CREATE)
    assert heard[-1]["response"]["output"][0]["content"][0]["text"].startswith("The sky is blue.")


def test_an_answer_out_of_band_leaves_no_trace_in_the_conversation():
    talk = Talk()
    talk.hear()
    talk.say(user("Hi"))
    aside = {"conversation": "none", "output_modalities": ["text"], "input": [user("Else?")["item"]]}
    heard = talk.say({**CREATE, "response": aside})
    check(heard)
    assert not [event for event in heard if event["type"].startswith("conversation.")]
    assert heard[-1]["response"]["conversation_id"] is None
    again = talk.say(user("Go on"))
    assert again[0]["previous_item_id"] is not None
    assert heard[-1]["response"]["output"][0]["id"] != again[0]["previous_item_id"]


@pytest.mark.parametrize("modality", ["text", "audio"])
def test_no_more_tokens_are_written_than_may_be(modality):
    heard = answered(user("Hi"), max_output_tokens=10, output_modalities=[modality])
    done = heard[-1]["response"]
    assert (done["status"], done["status_details"]["reason"]) == ("incomplete", "max_output_tokens")
    assert 10 <= done["usage"]["output_tokens"] < 14
    assert done["output"][0]["status"] == "incomplete"
    check(heard)


def test_sound_comes_faster_than_it_is_heard_and_text_token_by_token():
    talk = Talk(services(generation=paced(500, 10)))
    talk.hear()
    heard = talk.say(user("Hi"), CREATE, seconds=100)
    at = {event["type"]: time for event, time in zip(reversed(heard), reversed(talk.times), strict=False)}
    assert at["response.created"] == 0
    assert at["response.output_item.added"] == pytest.approx(0.5)
    tokens = heard[-1]["response"]["usage"]["output_tokens"]
    assert at["response.done"] == pytest.approx(0.5 + (tokens - 1) * 0.01)
    seconds = len(sound(heard)) / 48_000
    assert at["response.done"] - 0.5 < seconds / 3


def test_it_is_cut_short():
    talk = Talk(services(generation=paced(500, 10)))
    talk.hear()
    talk.say(user("Hi"), CREATE, seconds=1)
    heard = talk.say({"type": "response.cancel"})
    check(heard)
    assert types(heard) == ["response.output_audio.done", "response.output_audio_transcript.done", *AFTER]
    done = heard[-1]["response"]
    assert (done["status"], done["status_details"]["reason"]) == ("cancelled", "client_cancelled")
    assert done["output"][0]["status"] == "incomplete"
    assert done["usage"]["output_tokens"] <= 51
    assert talk.say({"type": "response.cancel"})[0]["error"]["code"] == "response_cancel_not_active"
    assert types(talk.say(CREATE))[0] == "response.created"


def test_one_answer_at_a_time():
    talk = Talk(services(generation=paced(500, 10)))
    talk.hear()
    created, refused = talk.say(CREATE, CREATE)[-2:]
    assert {created["type"], refused["type"]} == {"response.created", "error"}
    told = created if created["type"] == "error" else refused
    assert told["error"]["code"] == "conversation_already_has_active_response"


def test_what_cannot_be_answered_has_failed():
    busy = EngineSettings(max_num_seqs=1, max_waiting=0)
    to = services(parts=EngineParts(LatencySettings(), busy))
    talks = [Talk(to, "model=meta/llama-3.1-8b-instruct") for _ in range(5)]
    heard = [talk.hear() + talk.say(user("Hi"), CREATE) for talk in talks]
    ends = [event for events in heard for event in events if event["type"] == "response.done"]
    assert ends
    check(ends)
    assert ends[0]["response"]["status_details"]["error"]["code"] == "server_is_overloaded"
    assert ends[0]["response"]["status"] == "failed"


def test_the_beta():
    talk = Talk(headers=BETA)
    talk.hear()
    heard = talk.say(user("Hi"), CREATE)
    check(heard, older=True)
    told = types(heard)
    assert "conversation.item.done" not in told
    assert told[-5:-2] == [
        "response.audio.done",
        "response.audio_transcript.done",
        "response.content_part.done",
    ]
    assert len(sound(heard, "response.audio.delta")) > 48_000
    assert heard[-1]["response"]["modalities"] == ["text", "audio"]


def test_a_refusal_by_http_is_an_error():
    with pytest.raises(ApiError, match="no") as refused:
        [*without_replies(error_reply(ApiError(402, "no", code="x")))]
    assert (refused.value.status, refused.value.code) == (402, "x")
    assert name_of({"id": "voice_1"}) == "voice_1"


def test_what_other_generators_write_is_said():
    for settings, said in (
        ({"generator": "echo"}, "Say this."),
        ({"fixtures": ({"answer": "As it is written."},)}, "As it is written."),
    ):
        heard = answered(user("Say this."), to=services(text=Text(TextSettings(**settings))))
        assert heard[-1]["response"]["output"][0]["content"][0]["transcript"] == said
        assert texts_in(np.frombuffer(sound(heard), "<i2").astype(np.int16)) == [said]


def test_a_real_model_that_does_not_answer_is_a_failure():
    upstream = {"generator": "upstream", "upstream": "http://127.0.0.1:1/v1"}
    heard = answered(user("Hi"), to=services(text=Text(TextSettings(**upstream))))
    check(heard)
    assert (types(heard), heard[-1]["response"]["status"]) == (
        ["response.created", "response.done"],
        "failed",
    )
