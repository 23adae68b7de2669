import numpy as np

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.realtime.hearing import heard, words_in
from fakeai_proxy.endpoints.realtime.sounds import RATE
from fakeai_proxy.synth.speech import speak

from .talking import ended

SILENCE = np.zeros(1000, np.int16)
NOISE = np.random.default_rng(0).integers(-9_000, 9_000, 3 * RATE).astype(np.int16)


def test_our_own_speech_is_heard_as_it_was_said_wherever_it_lies():
    said = np.concatenate(
        (SILENCE, speak("One two."), SILENCE, speak("Three?"), np.zeros(5 * RATE, np.int16))
    )
    waits, text = ended(heard(said, 0))
    assert text == "One two. Three?" == words_in(said, 0)
    assert {*waits} == {Wait(0)}
    assert len(waits) == -(-len(said) // (2 * RATE))


def test_in_other_sound_something_is_said_and_always_the_same():
    text = words_in(NOISE, 0)
    assert 5 < len(text.split()) < 15
    assert text == words_in(NOISE, 0) != words_in(NOISE, 1)


def test_silence_says_nothing():
    assert words_in(SILENCE[:0], 0) == ""
    assert words_in(SILENCE, 0) == ""
