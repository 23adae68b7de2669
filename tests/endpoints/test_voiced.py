"""Chats that are answered in sound."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from fakeai_proxy.synth.speech import RATE, encode, opened, speak
from tests.playbook import play

from .asking import NIM, ask, error, events, paced, services, steps, told
from .merging import chat as merged
from .typed import typed

PATH = "/v1/chat/completions"
USER = {"role": "user", "content": "Tell me about Paris."}
ASKED = {
    "model": "gpt-audio",
    "messages": [USER],
    "modalities": ["text", "audio"],
    "audio": {"voice": "alloy", "format": "wav"},
    "max_completion_tokens": 12,
}
STREAMED = {
    "stream": True,
    "audio": {"voice": "alloy", "format": "pcm16"},
    "stream_options": {"include_usage": True},
}


def seconds(content):
    sound = opened(content)
    return sum(map(len, sound.blocks)) / sound.rate


def test_what_is_said_is_heard():
    answer = typed(ChatCompletion, told(ask(PATH, ASKED)))
    message, usage = answer.choices[0].message, answer.usage
    assert message.content is None
    assert message.audio.expires_at == answer.created + 3600
    content = b64decode(message.audio.data)
    assert content[:4] == b"RIFF"
    assert usage.completion_tokens_details.audio_tokens == pytest.approx(20 * seconds(content), abs=1)
    assert usage.completion_tokens == 12 + usage.completion_tokens_details.audio_tokens
    details = usage.to_dict()["completion_tokens_details"]
    assert details["text_tokens"] == 12


@pytest.mark.parametrize("form", ["mp3", "flac", "opus", "pcm16"])
def test_it_comes_in_the_format_that_is_asked_for(form):
    audio = told(ask(PATH, ASKED | {"audio": {"voice": {"id": "voice_1"}, "format": form}}))
    content = b64decode(audio["choices"][0]["message"]["audio"]["data"])
    length = len(content) / 2 / RATE if form == "pcm16" else seconds(content)
    spent = audio["usage"]["completion_tokens_details"]["audio_tokens"]
    assert length == pytest.approx(spent / 20, abs=0.2)


def test_a_stream_brings_what_the_whole_answer_brings():
    whole = told(ask(PATH, ASKED | {"audio": STREAMED["audio"], "n": 2}))
    sent = events(ask(PATH, ASKED | STREAMED | {"n": 2}))
    assert all(typed(ChatCompletionChunk, chunk, "obfuscation") for chunk in sent)
    parts = merged(sent)
    for one, other in zip(whole["choices"], parts["choices"], strict=True):
        assert one["message"]["audio"].pop("id") != other["message"]["audio"].pop("id")
        assert one == other
    assert parts["usage"] == whole["usage"]


def test_sound_comes_as_fast_as_its_tokens():
    played = play(steps(ask(PATH, ASKED | STREAMED, services(generation=paced(20, 5)))))
    usage = events(iter([step for _, step in played]))[-1]["usage"]
    assert played[-1][0] == pytest.approx(0.020 + 0.005 * (usage["completion_tokens"] - 1))


def test_an_answer_is_spoken_of_later():
    to = services()
    said = told(ask(PATH, ASKED, to))
    audio, spent = said["choices"][0]["message"]["audio"], said["usage"]
    later = [USER, {"role": "assistant", "audio": {"id": audio["id"]}}, USER]
    again = told(ask(PATH, ASKED | {"messages": later}, to))["usage"]
    words = {"role": "assistant", "content": audio["transcript"]}
    written = told(ask(PATH, ASKED | {"messages": [USER, words, USER]}, to))["usage"]
    sound = spent["completion_tokens_details"]["audio_tokens"]
    assert again["prompt_tokens"] == written["prompt_tokens"] + sound
    assert again["prompt_tokens_details"]["audio_tokens"] == sound
    to.clock.advance(3601)
    refusal = error(ask(PATH, ASKED | {"messages": later}, to))
    assert (refusal["param"], refusal["code"]) == ("messages[1].audio.id", "invalid_value")


def test_who_speaks_is_understood():
    wav = b64encode(encode(speak("What is the weather in Rome?"), "wav")).decode()
    part = {"type": "input_audio", "input_audio": {"data": wav, "format": "wav"}}
    place = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": place}}
    asked = ASKED | {"messages": [{"role": "user", "content": [part]}], "tools": [tool]}
    message = told(ask(PATH, asked | {"max_completion_tokens": 50}))["choices"][0]["message"]
    assert "audio" not in message
    assert message["tool_calls"][0]["function"]["arguments"] == '{"city":"Rome"}'


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"audio": None}, "audio", "missing_required_parameter"),
        ({"model": "gpt-4o"}, "modalities", "unsupported_value"),
        ({"audio": {"voice": "bob", "format": "wav"}}, "audio.voice", "invalid_value"),
        ({"stream": True}, "audio.format", "unsupported_value"),
        ({"modalities": ["text"]}, "model", "invalid_value"),
        ({"modalities": ["video"]}, "modalities[0]", "invalid_value"),
    ],
)
def test_what_is_refused(fields, param, code):
    refusal = error(ask(PATH, ASKED | fields))
    assert (refusal["param"], refusal["code"]) == (param, code)


def test_other_servers_speak_with_any_voice():
    asked = ASKED | {"model": "mine", "audio": {"voice": "bob", "format": "wav"}}
    assert told(ask(PATH, asked, host=NIM))["choices"][0]["message"]["audio"]["data"]


def test_nothing_is_said_where_there_is_nothing_to_say():
    assert "audio" not in told(ask(PATH, ASKED | {"max_completion_tokens": 0}))["choices"][0]["message"]
