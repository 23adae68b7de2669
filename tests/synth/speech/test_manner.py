"""Instructions in plain words."""

import pytest

from fakeai_proxy.synth.speech.manner import PLAIN, Manner, manner_of


def test_words_change_speed_and_pitch() -> None:
    assert manner_of("Speak SLOWLY, please.") == Manner(pace=0.8)
    assert manner_of("in a deep voice") == Manner(height=0.85)
    assert manner_of("Talk to me like a train conductor.") == PLAIN


def test_several_words_come_together_and_the_same_counts_once() -> None:
    assert manner_of("slow, slower, slowest") == manner_of("slow")
    both = manner_of("slow and sad")
    assert both.pace == pytest.approx(0.8 * 0.92)
    assert both.height == 0.92
