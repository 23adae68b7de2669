"""Syllables as sound."""

import numpy as np

from fakeai_proxy.synth.speech.syllables import Syllable, syllables
from fakeai_proxy.synth.speech.voices import VOICES
from fakeai_proxy.synth.speech.voicing import LONGEST, breaths, sung


def test_a_breath_ends_at_a_pause_or_with_a_word() -> None:
    said = list(syllables("One two, three. " + "four " * 20 + "supercalifragilistic" * 3))
    groups = list(breaths(said))
    assert [syllable for group in groups for syllable in group] == said
    assert [len(group) for group in groups[:4]] == [2, 1, 6, 6]
    assert max(map(len, groups)) == LONGEST


def test_a_breath_begins_and_ends_in_silence() -> None:
    made = sung(list(syllables("Hello")), VOICES["alloy"], 1.0)
    assert abs(made[0]) < 50
    assert not made[-100:].any()
    assert np.sqrt(np.mean(made**2)) > 500


def test_a_question_goes_up_at_its_end() -> None:
    def crossings(asked: bool) -> int:
        made = sung([Syllable(("a",) * 4, asked=asked)], VOICES["onyx"], 1.0)
        part = made[len(made) * 6 // 10 : len(made) * 9 // 10]
        return int(np.count_nonzero(np.diff(np.sign(part))))

    assert crossings(True) > crossings(False)
