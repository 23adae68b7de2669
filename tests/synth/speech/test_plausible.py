"""What might be said."""

import numpy as np
import pytest

from fakeai_proxy.synth.speech.plausible import plausible
from fakeai_proxy.synth.speech.stretches import Stretch
from fakeai_proxy.synth.speech.transcript import weight

VOICED = [Stretch(0, 0.2), Stretch(1, 11), Stretch(12, 72), Stretch(80, 82)]


@pytest.mark.parametrize("seed", range(5))
def test_each_stretch_holds_as_many_words_as_fit(seed: int) -> None:
    parts = plausible(VOICED, np.random.default_rng(seed))
    assert [list(part.voiced) for part in parts] == [[one] for one in VOICED]
    for part in parts:
        words = part.text.split()
        assert words
        taken = sum(map(weight, words))
        assert taken == pytest.approx(part.voiced[0].seconds, abs=0.8)
    assert parts[-1].text.endswith(".")


def test_the_same_chance_says_the_same_and_silence_nothing() -> None:
    assert plausible(VOICED, np.random.default_rng(1)) == plausible(VOICED, np.random.default_rng(1))
    assert plausible([], np.random.default_rng(1)) == []
