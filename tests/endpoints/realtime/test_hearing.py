import numpy as np

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.realtime.hearing import WINDOW, heard
from fakeai_proxy.synth.speech import speak

from .talking import ended


def words(samples):
    waits, text = ended(heard(samples))
    assert {*waits} == {Wait(0)}
    return text


def test_our_own_speech_is_heard_as_it_was_said_wherever_it_lies():
    silence = np.zeros(1000, np.int16)
    assert words(np.concatenate((silence, speak("One two."), silence, speak("Three?")))) == "One two. Three?"
    late = np.concatenate((np.zeros(WINDOW - 9_000, np.int16), speak("Four five six seven."), silence))
    assert words(late) == "Four five six seven."


def test_silence_says_nothing():
    assert words(np.zeros(0, np.int16)) == ""
    assert words(np.zeros(9_000, np.int16)) == ""
