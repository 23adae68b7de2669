"""How high a voice is."""

import numpy as np
import pytest

from fakeai_proxy.synth.speech.pitch import pitches, usual


@pytest.mark.parametrize(("hertz", "rate"), [(90, 24_000), (150, 8_000), (220, 44_100)])
def test_a_tone_with_overtones_is_as_high_as_its_period(hertz: float, rate: int) -> None:
    time = np.arange(rate) / rate
    tone = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in range(1, 6))
    found = pitches(np.asarray(tone * 1000, np.float32), rate)
    assert len(found) == 25
    assert usual(found) == pytest.approx(hertz, rel=0.03)


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(0).standard_normal(24_000).astype(np.float32) * 1000
    assert usual(pitches(noise, 24_000)) == 0
    assert usual(pitches(np.zeros(24_000, np.float32), 24_000)) == 0
    assert len(pitches(np.ones(10, np.float32), 24_000)) == 0
    assert usual(pitches(np.ones(4000, np.float32), 60)) == 0
