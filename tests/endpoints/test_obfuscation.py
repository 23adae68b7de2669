import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.endpoints.obfuscation import WIDTH, Obfuscation


@given(st.lists(st.integers(0, 100), max_size=200))
def test_token_and_noise_together_tell_no_length(lengths):
    noise = Obfuscation(np.random.default_rng(0))
    for length in lengths:
        made = noise(length)
        assert 1 <= len(made) <= WIDTH
        assert (length + len(made)) % WIDTH == 0
        assert made.isalnum()


def test_noise_changes_from_token_to_token():
    noise = Obfuscation(np.random.default_rng(0))
    assert len({noise(0) for _ in range(50)}) == 50
