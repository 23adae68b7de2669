from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.synth.speech import speak
from fakeai_proxy.tokens import tokenizer
from tests.endpoints.asking import paced, services

from .talking import Talk, append, types, update
from .typed_events import check

KIND = "conversation.item.input_audio_transcription"
SAID = "Where is the nearest station?"
COMMIT = {"type": "input_audio_buffer.commit"}


def heard_of(model, to=None, query="model=gpt-realtime", **session):
    talk = Talk(to, query)
    talk.hear()
    kind = "transcription" if "intent" in query else "realtime"
    listening = {"transcription": {"model": model}, "turn_detection": None}
    talk.say({"type": "session.update", "session": {"type": kind, **session, "audio": {"input": listening}}})
    return talk.say(append(speak(SAID)), COMMIT, seconds=20)


@pytest.mark.parametrize("query", ["model=gpt-realtime", "intent=transcription"])
def test_what_is_said_is_written_down_token_by_token(query):
    heard = heard_of("gpt-4o-transcribe", query=query)
    check(heard)
    deltas = [event["delta"] for event in heard if event["type"] == f"{KIND}.delta"]
    assert deltas == [*tokenizer("o200k_base").pieces(SAID)]
    done = heard[-1]
    assert (done["type"], done["transcript"]) == (f"{KIND}.completed", SAID)
    seconds = len(speak(SAID)) / 24_000
    assert done["usage"]["input_tokens"] == np.ceil(seconds * 10)
    assert done["usage"]["output_tokens"] == len(deltas)


def test_whisper_tells_all_at_once_and_is_paid_by_the_second():
    heard = heard_of("whisper-1")
    check(heard)
    assert [event["delta"] for event in heard if event["type"] == f"{KIND}.delta"] == [SAID]
    assert heard[-1]["usage"] == {"type": "duration", "seconds": np.ceil(len(speak(SAID)) / 24_000)}


def test_how_sure_it_is_comes_where_it_is_asked_for():
    heard = heard_of("gpt-4o-transcribe", include=["item.input_audio_transcription.logprobs"])
    check(heard)
    deltas = [event for event in heard if event["type"] == f"{KIND}.delta"]
    assert [event["logprobs"][0]["token"] for event in deltas] == [event["delta"] for event in deltas]
    assert heard[-1]["logprobs"] == [event["logprobs"][0] for event in deltas]


def test_a_model_that_does_not_listen_fails():
    heard = heard_of("gpt-4o")
    check(heard)
    assert (heard[-1]["type"], heard[-1]["error"]["code"]) == (f"{KIND}.failed", "invalid_model")


def test_it_takes_its_time_beside_the_answer():
    to = services(generation=paced(300, 20))
    talk = Talk(to)
    talk.hear()
    on = {"transcription": {"model": "gpt-4o-transcribe"}, "turn_detection": {"type": "server_vad"}}
    talk.say(update(audio={"input": on}))
    heard = talk.say(append(np.concatenate((speak(SAID), np.zeros(24_000, np.int16)))), seconds=30)
    told = types(heard)
    assert told.index(f"{KIND}.delta") > told.index("response.created")
    assert told.index(f"{KIND}.completed") < told.index("response.done")
    rows = to.telemetry.rows()
    assert sorted(rows["audio_seconds"].tolist())[-1] == pytest.approx(len(speak(SAID)) / 24_000, abs=1)
