import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.realtime.sounds import written
from fakeai_proxy.endpoints.realtime.speaking import TOGETHER, TOKEN, bits, tokens_of, voiced
from fakeai_proxy.synth.speech import speak
from fakeai_proxy.tokens.media import spoken_tokens

from .talking import ended


def test_a_token_of_sound_is_as_long_as_it_is_charged():
    assert TOKEN * spoken_tokens(1.0) == 24_000


def test_it_is_spoken_bit_by_bit_and_all_of_it():
    text = "Good morning, everybody. Good night!"
    waits, sound = ended(voiced(text, "ash", 1.0))
    assert len(waits) > 1
    assert {*waits} == {Wait(0)}
    assert (sound == speak(text, "ash")).all()


def test_nothing_is_silent():
    assert [*voiced(" ", "ash", 1.0)] == []


@settings(max_examples=25)
@given(
    st.lists(st.text("abc ", max_size=9), min_size=1, max_size=9),
    st.integers(0, 20_000),
    st.sampled_from(("audio/pcm", "audio/pcmu")),
)
def test_words_and_sound_come_whole_and_in_order(pieces, length, kind):
    samples = np.arange(length).astype(np.int16)
    told = [*bits(pieces, samples, kind)]
    assert [bit.words for bit in told if not len(bit.samples)] == pieces
    assert b"".join(bit.content for bit in told) == written(samples, kind)
    assert sum(bit.tokens for bit in told if len(bit.samples)) == tokens_of(samples)
    assert max((bit.tokens for bit in told), default=0) <= TOGETHER
