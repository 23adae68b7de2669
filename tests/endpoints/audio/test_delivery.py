"""Speech on its way: when its bytes come, and as what."""

import json
from base64 import b64decode
from typing import Any

import pytest

from fakeai_proxy.core.steps import Data, Head
from tests.endpoints.asking import ask, events, paced, services, steps
from tests.endpoints.sdk import Client
from tests.playbook import body, play

ASKED: dict[str, Any] = {
    "model": "gpt-4o-mini-tts",
    "input": "One two three four five six. " * 2,
    "voice": "ash",
}


def test_sound_comes_as_it_is_made() -> None:
    to = services(generation=paced(ttft_ms=100, itl_ms=10))
    answer = steps(ask("/audio/speech", ASKED | {"response_format": "pcm"}, to))
    played = [(due, step) for due, step in play(answer) if isinstance(step, Head | Data)]
    assert isinstance(played[0][1], Head)
    assert played[0][0] == pytest.approx(0.1)
    times = [due for due, step in played if isinstance(step, Data)]
    assert times == sorted(times)
    seconds = sum(len(step.body) for _, step in played if isinstance(step, Data)) / 48_000
    assert times[-1] == pytest.approx(0.1 + seconds * 20 * 0.01, rel=0.05)
    assert len(set(times)) > seconds * 4


def test_events_hold_the_same_bytes_and_end_with_usage() -> None:
    asked = ASKED | {"response_format": "flac"}
    told = events(ask("/audio/speech", asked | {"stream_format": "sse"}))
    assert {one["type"] for one in told[:-1]} == {"speech.audio.delta"}
    whole = b"".join(b64decode(one["audio"]) for one in told[:-1])
    assert whole == body(ask("/audio/speech", asked))
    usage = told[-1]["usage"]
    assert told[-1]["type"] == "speech.audio.done"
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_the_sdk_reads_the_stream_of_events() -> None:
    client, asked = Client(services()), {**ASKED, "response_format": "wav", "stream_format": "sse"}
    with client.sync.audio.speech.with_streaming_response.create(**asked) as answer:
        lines = [line.removeprefix("data: ") for line in answer.iter_lines() if line]
    assert json.loads(lines[-2])["type"] == "speech.audio.done"
