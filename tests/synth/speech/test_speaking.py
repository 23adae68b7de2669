"""Text to speech."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech import RATE, VOICES, length_of, speak, spoken, texts_in

PROSE = (
    "The company has seen a great deal of change in the last year, and we expect that the next one will "
    "bring even more of it. Could you please tell me what the weather is going to be like tomorrow? I would "
    "like to walk along the river with my sister, who is visiting from Boston, and we do not want to get wet."
)


def test_prose_takes_as_long_as_a_reader_does() -> None:
    minutes = len(speak(PROSE)) / RATE / 60
    assert 135 < len(PROSE.split()) / minutes < 165
    for speed in (0.25, 2.0, 4.0):
        assert len(speak(PROSE, speed=speed)) / RATE / 60 == pytest.approx(minutes / speed, rel=0.02)


def test_it_is_loud_where_there_are_words_and_quiet_between_sentences() -> None:
    made = speak("One two three four. Five six seven eight.").astype(float)
    loud = np.sqrt(np.mean(made[: len(made) // 480 * 480].reshape(-1, 480) ** 2, axis=1)) > 100
    assert loud.mean() > 0.6
    quiet = np.diff(np.flatnonzero(loud)).max() * 480 / RATE
    assert 0.3 < quiet < 0.6
    assert np.abs(made).max() < 32_000


def test_the_same_is_said_in_the_same_way_and_pieces_join_to_the_whole() -> None:
    whole = speak(PROSE, "nova")
    assert whole.dtype == np.int16
    assert np.array_equal(whole, speak(PROSE, "nova"))
    assert np.array_equal(whole, np.concatenate(list(spoken(PROSE, "nova"))))


def test_the_pitch_is_that_of_the_voice() -> None:
    def pitch(name: str) -> float:
        made = speak("aaaaaa", name, 0.5).astype(float)
        spectrum = np.fft.rfft(made, 2 * len(made))
        echo = np.fft.irfft(np.abs(spectrum) ** 2)
        shortest, longest = RATE // 300, RATE // 70
        return RATE / (shortest + int(np.argmax(echo[shortest:longest])))

    for name in ("onyx", "alloy", "shimmer"):
        assert pitch(name) == pytest.approx(VOICES[name].pitch, rel=0.15)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from([0.25, 1.0, 4.0]))
def test_any_text_is_found_in_its_speech(text: str, speed: float) -> None:
    made = speak(text, speed=speed)
    assert len(made) >= RATE // 5
    assert texts_in(made) == [text]


def test_other_speeds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"speed of 0\.25 to 4"):
        speak("Hi", speed=5)


def test_the_length_is_known_before() -> None:
    for text, speed in ((PROSE, 1.0), ("Hi", 4.0), ("", 1.0), ("👍" * 50, 2.0), ("One. Two?", 0.3)):
        assert length_of(text, speed) == len(speak(text, speed=speed))
