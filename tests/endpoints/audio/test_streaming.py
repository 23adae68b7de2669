"""Transcripts as streams."""

import numpy as np

from fakeai_proxy.core.steps import Data
from fakeai_proxy.synth.speech import encode, speak
from tests.endpoints.asking import events, paced, services, steps
from tests.endpoints.forms import send
from tests.endpoints.sdk import Client, check
from tests.playbook import play

from .recordings import TEXT, WAV


def streamed(**fields):
    client = Client(services())
    asked = {"file": ("a.wav", WAV), "model": "gpt-4o-mini-transcribe", "stream": True, **fields}
    found = list(client.sync.audio.transcriptions.create(**asked))
    for one in found:
        check(one)
    return found


def test_deltas_are_the_text_and_the_end_tells_the_usage() -> None:
    *deltas, done = streamed()
    assert {one.type for one in deltas} == {"transcript.text.delta"}
    assert "".join(one.delta for one in deltas) == done.text == TEXT
    assert (done.type, done.logprobs, done.usage.output_tokens) == ("transcript.text.done", None, len(deltas))


def test_log_probabilities_come_with_each_token() -> None:
    *deltas, done = streamed(include=["logprobs"])
    assert [one.logprobs[0].token for one in deltas] == [one.delta for one in deltas]
    assert [one for delta in deltas for one in delta.logprobs] == [
        type(deltas[0].logprobs[0])(**one.model_dump()) for one in done.logprobs
    ]


def test_speakers_follow_their_words() -> None:
    two = encode(np.concatenate([speak("Who is there?", "onyx"), speak("It is me.", "nova")]), "wav")
    found = streamed(file=("a.wav", two), model="gpt-4o-transcribe-diarize", response_format="diarized_json")
    turns = [one for one in found if one.type == "transcript.text.segment"]
    assert [(one.id, one.speaker, one.text) for one in turns] == [
        ("seg_000", "A", "Who is there?"),
        ("seg_001", "B", "It is me."),
    ]
    first = found[: found.index(turns[0])]
    assert "".join(one.delta for one in first) == "Who is there?"
    assert {one.segment_id for one in first} == {"seg_000"}


def test_the_languages_that_were_heard_are_told_at_the_end() -> None:
    assert [one.code for one in streamed(model="gpt-transcribe")[-1].languages] == ["en"]


def test_tokens_come_when_the_model_has_them() -> None:
    to = services(generation=paced(ttft_ms=100, itl_ms=10))
    asked = {"model": "gpt-4o-transcribe", "file": ("a.wav", WAV), "stream": "true"}
    due = [
        at for at, step in play(steps(send("/audio/transcriptions", to, **asked))) if isinstance(step, Data)
    ]
    assert due[0] < due[5] < due[-3]


def test_whisper_does_not_stream() -> None:
    to = services()
    answer = send("/audio/transcriptions", to, model="whisper-1", file=("a.wav", WAV), stream="true")
    assert b'"text"' in b"".join(step.body for step in steps(answer) if isinstance(step, Data))


def test_of_silence_there_is_the_end_alone() -> None:
    silence = encode(np.zeros(48_000, np.int16), "wav")
    asked = {"model": "gpt-4o-transcribe", "file": ("a.wav", silence), "stream": "true"}
    [done] = events(send("/audio/transcriptions", services(), **asked))
    assert (done["type"], done["text"]) == ("transcript.text.done", "")
