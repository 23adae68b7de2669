"""Texts as syllables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech.sounds import SOUNDS
from fakeai_proxy.synth.speech.syllables import BETWEEN_WORDS, PAUSES, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("river", 2), ("make", 1), ("banana", 3), ("yes", 1), ("tv", 2), ("42", 2), ("%", 2),
     ("über", 2), ("你好", 2), ("Привет", 3), ("don't", 1), ("!", 0), ("👍", 0)],
)  # fmt: skip
def test_a_word_has_the_syllables_that_it_is_read_with(word: str, count: int) -> None:
    assert len(list(syllables(word))) == count


def test_marks_are_pauses_and_the_longest_of_several_counts() -> None:
    said = list(syllables('One, two?!" "Three'))
    assert [(one.pause, one.asked) for one in said] == [
        (PAUSES[","], False),
        (PAUSES["?"], True),
        (BETWEEN_WORDS, False),
    ]


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_is_made_of_known_sounds(text: str) -> None:
    for one in syllables(text):
        assert one.sounds
        assert set(one.sounds) <= SOUNDS.keys()
