from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.realtime.sounds import RATE
from fakeai_proxy.endpoints.realtime.voice_activity import Started, Stopped, VoiceActivity, speech
from fakeai_proxy.synth.speech import speak

SILENCE = np.zeros(RATE, np.int16)
SPEECH = np.random.default_rng(0).integers(-9_000, 9_000, RATE).astype(np.int16)
HEARD = np.concatenate((SILENCE, SPEECH, SILENCE))


def activity(threshold=0.5, silence=500, at=0):
    return VoiceActivity(threshold, lambda quiet, _: quiet >= silence, at)


def test_speech_begins_with_the_sound_and_ends_after_the_silence():
    assert [*activity().feed(HEARD)] == [Started(RATE), Stopped(2 * RATE + RATE // 2)]


def test_our_own_speech_is_one_turn():
    said = np.concatenate((SILENCE, speak("Good morning, everybody. How are you?"), SILENCE))
    assert [type(mark) for mark in activity().feed(said)] == [Started, Stopped]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 20_000), max_size=12))
def test_in_whatever_pieces_it_comes(sizes):
    told, heard, at = [], activity(), 0
    for size in [*sizes, len(HEARD)]:
        told += heard.feed(HEARD[at : at + size])
        at += size
    assert told == [*activity().feed(HEARD)]


def test_places_go_on_from_what_was_heard_before():
    assert [mark.at - 7 for mark in activity(at=7).feed(HEARD)] == [
        mark.at for mark in activity().feed(HEARD)
    ]


def test_a_higher_threshold_wants_it_louder_and_a_longer_silence_waits():
    quiet = (HEARD // 40).astype(np.int16)
    assert [*activity(0.9).feed(quiet)] == []
    assert len([*activity(0.1).feed(quiet)]) == 2
    assert [type(mark) for mark in activity(silence=5_000).feed(HEARD)] == [Started]


def test_a_click_is_no_speech():
    click = SILENCE.copy()
    click[1000:1200] = 20_000
    assert [*activity().feed(click)] == []


def test_loudness_is_from_0_to_1():
    full = np.full(960, 32_000, np.int16)
    assert speech(full).tolist() == [1, 1]
    assert speech(SILENCE[:480]).tolist() == [0]
