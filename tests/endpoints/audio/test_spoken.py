"""A speech that was asked for."""

import numpy as np

from fakeai_proxy.endpoints.audio.spoken import Spoken, tokens_of
from fakeai_proxy.synth.speech import RATE, encoder, speak
from fakeai_proxy.synth.speech.encoding import SLICE


def test_its_slices_are_short_and_join_to_the_speech() -> None:
    text = "One two three four five six seven eight nine ten."
    account = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    order = Spoken(text, "nova", 1.5, 1.1, "pcm", encoder("pcm", 0, text), False, account)
    slices = list(order.slices())
    assert max(map(len, slices)) <= SLICE
    assert np.array_equal(np.concatenate(slices), speak(text, "nova", 1.5, 1.1))


def test_a_second_is_twenty_tokens() -> None:
    assert [tokens_of(samples) for samples in (0, 1, RATE, RATE + 1)] == [0, 1, 20, 21]
