"""Where somebody speaks."""

import numpy as np

from fakeai_proxy.synth.speech.stretches import Stretch, stretches


def loud(*parts: tuple[float, int]) -> np.ndarray:
    """(loudness, hundredths of a second), one after another."""
    return np.concatenate([np.full(count, level, np.float32) for level, count in parts])


def test_stretches_are_what_is_louder_than_the_rest() -> None:
    found = stretches(loud((5, 50), (2000, 100), (5, 60), (1500, 80), (5, 30)))
    assert found == [Stretch(0.5, 1.5), Stretch(2.1, 2.9)]


def test_short_pauses_and_clicks_do_not_count() -> None:
    assert stretches(loud((2000, 50), (0, 20), (2000, 50))) == [Stretch(0.0, 1.2)]
    assert stretches(loud((0, 50), (2000, 3), (0, 50), (2000, 50))) == [Stretch(1.03, 1.53)]


def test_noise_behind_a_voice_is_no_voice() -> None:
    assert stretches(loud((300, 100), (3000, 100), (300, 100))) == [Stretch(1.0, 2.0)]


def test_what_is_equally_loud_is_all_of_it_and_silence_nothing() -> None:
    assert stretches(loud((1000, 100))) == [Stretch(0.0, 1.0)]
    assert stretches(loud((10, 100))) == []
    assert stretches(np.zeros(0, np.float32)) == []


def test_a_longer_pause_may_be_asked_for() -> None:
    recording = loud((2000, 50), (0, 60), (2000, 50))
    assert len(stretches(recording)) == 2
    assert len(stretches(recording, pause=0.7)) == 1
