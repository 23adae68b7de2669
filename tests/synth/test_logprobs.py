from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth import generate, token_logprobs
from fakeai_proxy.tokens import tokenizer

O200K = tokenizer("o200k_base")
texts = st.text() | st.sampled_from([" world map system", "computer method", " method computer"])


@given(texts, st.integers(0, 20), st.integers(0, 2**32))
def test_each_token_could_have_been_chosen(text: str, top: int, seed: int) -> None:
    pieces = O200K.pieces(text)
    entries = token_logprobs(pieces, O200K, top, np.random.default_rng(seed))
    assert tuple(entry.token for entry in entries) == pieces
    for entry in entries:
        assert bytes(entry.bytes).decode() == entry.token
        assert -3 <= entry.logprob <= 0
        assert len(entry.top) == top
        assert top == 0 or entry._replace(top=()) in entry.top
        assert len({other.token for other in entry.top}) == top
        assert [*entry.top] == sorted(entry.top, key=lambda other: -other.logprob)
        assert sum(math.exp(other.logprob) for other in entry.top) <= 1 + 1e-9
        assert all(
            O200K.count(other.token) == 1 and not other.top
            for other in entry.top
            if other.token != entry.token
        )


def test_the_chosen_token_is_mostly_but_not_always_the_likeliest() -> None:
    chance = np.random.default_rng(0)
    pieces = generate(chance, O200K, limit=500, ignore_eos=True).pieces
    entries = token_logprobs(pieces, O200K, 3, chance)
    first = sum(entry.top[0].token == entry.token for entry in entries)
    assert 350 < first < 500


def test_no_tokens_have_no_entries() -> None:
    assert token_logprobs((), O200K, 5, np.random.default_rng(0)) == []
