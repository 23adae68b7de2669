"""Tables of periods and of noise."""

import numpy as np
import pytest

from fakeai_proxy.synth.speech.sounds import SOUNDS
from fakeai_proxy.synth.speech.voices import VOICES
from fakeai_proxy.synth.speech.waves import PERIOD, RATE, noise, period


@pytest.mark.parametrize("name", ["a", "ee", "oo"])
def test_a_vowel_is_loudest_near_its_first_two_resonances(name: str) -> None:
    voice = VOICES["onyx"]
    strength = np.abs(np.fft.rfft(period(name, voice)))
    first, second = np.array(SOUNDS[name].formants[:2]) * voice.throat / voice.pitch
    assert abs(int(np.argmax(strength)) - first) < 2
    valley = strength[round((first + second) / 2)]
    assert strength[round(second)] > valley or second - first < 4


def test_noise_lies_in_its_band_and_is_always_the_same() -> None:
    spectrum = np.abs(np.fft.rfft(noise("s")))
    assert np.array_equal(noise("s"), noise.__wrapped__("s"))
    assert spectrum[4500:9500].min() >= 0
    assert spectrum[:4000].max() < 1e-2 * spectrum.max()
    assert np.isclose(np.mean(noise("s") ** 2), 1, atol=1e-3)
    assert len(noise("s")) == RATE


def test_unvoiced_sounds_have_no_period_and_voiced_ones_maybe_no_noise() -> None:
    assert not period("s", VOICES["echo"]).any()
    assert not noise("m").any()
    assert len(period("a", VOICES["echo"])) == PERIOD
