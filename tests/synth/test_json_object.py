from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth.json_object import MOST, json_object
from fakeai_proxy.tokens import tokenizer

seeds = st.integers(0, 2**32)


@given(
    seeds,
    st.integers(0, 300),
    st.none() | st.integers(0, 300),
    st.sampled_from(["o200k_base", "cl100k_base"]),
)
def test_pieces_are_the_tokens_of_the_text_wherever_it_is_cut(
    seed: int, tokens: int, limit: int | None, name: str
) -> None:
    words, pieces = tokenizer(name), json_object(np.random.default_rng(seed), tokens, 0, limit)
    for cut in {*range(0, len(pieces), 7), len(pieces)}:
        assert list(words.pieces("".join(pieces[:cut]))) == pieces[:cut]


@given(seeds, st.integers(0, 300))
def test_it_is_an_object_of_as_many_tokens_as_asked_for(seed: int, tokens: int) -> None:
    pieces = json_object(np.random.default_rng(seed), tokens, 0, None)
    value = json.loads("".join(pieces))
    assert len(pieces) >= tokens
    assert 2 <= len(value) <= MOST
    assert all(isinstance(text, str) and text for text in value.values())


@given(seeds, st.integers(7, 300))
def test_it_stays_below_a_limit(seed: int, limit: int) -> None:
    pieces = json_object(np.random.default_rng(seed), limit, 0, limit)
    assert json.loads("".join(pieces))
    assert len(pieces) < limit


@given(seeds, st.integers(6, 300))
def test_it_fills_a_minimum_as_high_as_the_limit(seed: int, limit: int) -> None:
    pieces = json_object(np.random.default_rng(seed), limit, limit, limit)
    assert json.loads("".join(pieces))
    assert len(pieces) == limit
