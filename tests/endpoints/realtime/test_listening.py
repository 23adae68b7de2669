from __future__ import annotations

import json

import numpy as np
import pytest

from fakeai_proxy.core.steps import Message, Wait
from fakeai_proxy.endpoints.realtime.sounds import RATE, encoded, written
from fakeai_proxy.synth.speech import speak
from tests.endpoints.asking import paced, services

from .talking import Talk, append, types, update
from .typed_events import check

QUIET = np.zeros(RATE, np.int16)
ASKED = "Where is the nearest station?"
SAID = speak(ASKED)
VAD = "input_audio_buffer"
TURN = [
    *(f"{VAD}.speech_started", f"{VAD}.speech_stopped", f"{VAD}.committed"),
    *("conversation.item.added", "conversation.item.done"),
]


def listening(to=None, **turns):
    """A session that writes down what it hears, and answers by text."""
    talk = Talk(to)
    talk.hear()
    heard = {"turn_detection": {"type": "server_vad", **turns} if turns else None}
    talk.say(update(output_modalities=["text"], audio={"input": heard}))
    return talk


def said(*sounds, pieces=7):
    return [append(piece) for piece in np.array_split(np.concatenate(sounds), pieces)]


def test_a_turn_is_found_in_what_is_heard_and_answered():
    talk = listening(create_response=True)
    heard = talk.say(*said(QUIET, SAID, QUIET))
    check(heard)
    assert types(heard)[:6] == [*TURN, "response.created"]
    assert types(heard)[-1] == "response.done"
    started, stopped, committed, added = heard[:4]
    assert len({event["item_id"] for event in (started, stopped, committed)} | {added["item"]["id"]}) == 1
    assert started["audio_start_ms"] == pytest.approx(1000 - 300, abs=60)
    spoken = len(SAID) * 1000 // RATE
    assert stopped["audio_end_ms"] == pytest.approx(1000 + spoken + 300, abs=300)
    assert added["item"]["content"] == [{"type": "input_audio", "transcript": None}]
    assert heard[-1]["response"]["usage"]["input_token_details"]["audio_tokens"] > 10


def test_turns_follow_each_other_and_need_not_be_answered():
    talk = listening(create_response=False, prefix_padding_ms=0)
    heard = talk.say(*said(QUIET, SAID, QUIET, SAID, QUIET))
    assert types(heard) == TURN * 2
    assert heard[5]["audio_start_ms"] > heard[1]["audio_end_ms"]
    assert heard[7]["previous_item_id"] == heard[2]["item_id"]


def test_who_speaks_interrupts_the_answer_or_not():
    for interrupts, status in ((True, "cancelled"), (False, "completed")):
        talk = listening(
            services(generation=paced(500, 10)), interrupt_response=interrupts, create_response=False
        )
        talk.say({"type": "response.create"}, seconds=0.6)
        heard = talk.say(*said(QUIET, SAID), seconds=10)
        done = next(event["response"] for event in heard if event["type"] == "response.done")
        assert done["status"] == status
        assert done["status_details"] == (
            {"type": "cancelled", "reason": "turn_detected"} if interrupts else None
        )


def test_a_turn_that_comes_at_once_interrupts_and_is_answered():
    talk = listening(services(generation=paced(500, 10)), create_response=True)
    talk.say({"type": "response.create"}, seconds=0.6)
    heard = talk.say(append(np.concatenate((QUIET, SAID, QUIET))), seconds=20)
    assert [event["response"]["status"] for event in heard if event["type"] == "response.done"] == [
        *("cancelled", "completed")
    ]
    told = types(heard)
    assert told.index("response.done") < told.index("response.created")


def test_the_client_may_say_itself_when_a_turn_is_over():
    talk = listening()
    assert talk.say(*said(SAID, QUIET)) == []
    heard = talk.say({"type": f"{VAD}.commit"})
    check(heard)
    assert types(heard) == TURN[2:]
    [empty] = talk.say({"type": f"{VAD}.commit"})
    assert "buffer only has 0.00ms of audio" in empty["error"]["message"]
    talk.say(*said(SAID))
    assert types(talk.say({"type": f"{VAD}.clear"})) == [f"{VAD}.cleared"]
    assert talk.say({"type": f"{VAD}.commit"})[0]["error"]["code"] == "input_audio_buffer_commit_empty"


def test_a_turn_that_is_under_way_is_committed_as_the_item_it_was_said_to_be():
    talk = listening(create_response=False)
    [started] = talk.say(*said(QUIET, SAID[: RATE // 2]))
    assert talk.say({"type": f"{VAD}.commit"})[0]["item_id"] == started["item_id"]


def test_silence_is_not_held():
    talk = listening(create_response=True)
    talk.say(*said(*[QUIET] * 20))
    state = talk.session.state
    assert state.buffer.end - state.buffer.start < 3 * RATE


@pytest.mark.parametrize(("text", "seconds"), [("I would like to", 1.8), ("That is all.", 0.0)])
def test_a_semantic_turn_waits_for_the_rest_of_a_sentence(text, seconds):
    talk = listening(create_response=False)
    talk.say(update(audio={"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "high"}}}))
    heard = talk.say(*said(QUIET, speak(text), QUIET, QUIET, QUIET))
    start, stop = heard[0]["audio_start_ms"], heard[1]["audio_end_ms"]
    assert stop - start == pytest.approx(300 + len(speak(text)) / 24 + seconds * 1000, abs=350)


def test_sound_of_the_telephone_is_heard_too():
    talk = listening(create_response=False)
    talk.say(update(audio={"input": {"format": {"type": "audio/pcmu"}}}))
    content = encoded(written(np.concatenate((QUIET, SAID, QUIET)), "audio/pcmu"))
    heard = talk.say({"type": f"{VAD}.append", "audio": content})
    assert types(heard) == TURN
    assert heard[0]["audio_start_ms"] == pytest.approx(700, abs=80)


def test_much_sound_is_heard_slice_by_slice():
    talk = listening(create_response=True)
    large = append(np.zeros(45 * RATE, np.int16))
    talk.session.feed(Message(json.dumps(large)))
    waits = 0
    while isinstance(step := next(talk.steps), Wait) and step.seconds == 0:
        waits += 1
    assert waits == 2 + 4  # to decode it, and to listen


def test_a_long_silence_is_a_turn_too():
    talk = listening(idle_timeout_ms=5000)
    talk.say(update(output_modalities=["audio"]))
    done = talk.say({"type": "response.create"})
    samples = len("".join(event["delta"] for event in done if event["type"].endswith("audio.delta"))) * 3 / 8
    played = samples / RATE
    assert talk.hear(played + 4.9) == []
    heard = talk.hear(0.2)
    check(heard)
    assert types(heard)[:3] == [f"{VAD}.timeout_triggered", f"{VAD}.committed", "conversation.item.added"]
    assert types(heard)[-1] == "response.done"


def test_a_long_silence_is_none_once_somebody_speaks():
    talk = listening(idle_timeout_ms=5000)
    talk.say({"type": "response.create"})
    talk.say(*said(QUIET, SAID))
    assert talk.hear(30) == []
