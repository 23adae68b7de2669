"""Listening to sound."""

import numpy as np
import pytest

from fakeai_proxy.synth.speech import RATE, VOICES, Hearing, speak
from fakeai_proxy.synth.speech.pitch import usual

TEXT = "The quick brown fox jumps over the lazy dog, and nobody knows why it should do so at all. " * 2


def hear(samples: np.ndarray, rate: int, block: int) -> Hearing:
    hearing = Hearing(rate)
    worked = [hearing.feed(samples[at : at + block]) for at in range(0, len(samples), block)]
    assert 1 <= sum(worked) <= len(samples) / rate
    return hearing


@pytest.mark.parametrize("block", [333, 960, 100_000])
def test_length_loudness_pitch_and_text_do_not_depend_on_the_pieces(block: int) -> None:
    said = speak(TEXT, "echo")
    heard = hear(said.reshape(-1, 1), RATE, block).heard()
    assert heard.seconds == len(said) / RATE
    assert len(heard.loudness) == -(-len(said) // 240)
    assert heard.texts == (TEXT,)
    assert usual(heard.pitches) == pytest.approx(VOICES["echo"].pitch, rel=0.1)
    whole = np.pad(said, (0, -len(said) % 240)).reshape(-1, 240).astype(float)
    assert heard.loudness == pytest.approx(np.sqrt((whole**2).mean(axis=1)), rel=1e-4)


def test_several_channels_are_heard_together_and_keep_no_text() -> None:
    said = speak(TEXT)
    heard = hear(np.stack([said, np.zeros_like(said)], axis=1), RATE, 960).heard()
    assert heard.texts == ()
    assert heard.loudness.max() == pytest.approx(
        hear(said.reshape(-1, 1), RATE, 960).heard().loudness.max() / 2
    )


def test_nothing_is_heard_in_nothing() -> None:
    heard = Hearing(8000).heard()
    assert (heard.seconds, len(heard.loudness), len(heard.pitches), heard.texts) == (0, 0, 0, ())
