from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth.english import english
from fakeai_proxy.synth.prose import prose, sentences
from fakeai_proxy.tokens import tokenizer

seeds = st.integers(0, 2**32)


@given(seeds, st.integers(0, 400), st.sampled_from(["o200k_base", "cl100k_base"]))
def test_pieces_are_the_tokens_of_the_text_wherever_it_is_cut(seed: int, tokens: int, name: str) -> None:
    words, pieces = tokenizer(name), prose(np.random.default_rng(seed), tokens)
    for cut in {*range(0, len(pieces), 7), tokens, len(pieces)}:
        assert list(words.pieces("".join(pieces[:cut]))) == pieces[:cut]


@given(seeds, st.integers(1, 400))
def test_it_has_as_many_tokens_as_asked_for_and_ends_its_last_sentence(seed: int, tokens: int) -> None:
    pieces = prose(np.random.default_rng(seed), tokens)
    assert tokens <= len(pieces) < tokens + english().longest
    assert pieces[-1] in (".", "?")


@given(seeds, st.integers(0, 200), st.integers(0, 200))
def test_more_goes_on_from_the_same_words(seed: int, some: int, more: int) -> None:
    shorter = "".join(prose(np.random.default_rng(seed), some))
    longer = "".join(prose(np.random.default_rng(seed), some + more))
    assert longer.startswith(shorter)


def test_none_is_nothing() -> None:
    assert prose(np.random.default_rng(0), 0) == []
    assert list(sentences(np.random.default_rng(0), 0)) == []


def test_it_reads_as_english() -> None:
    text = "".join(prose(np.random.default_rng(0), 2_000))
    paragraphs = text.split("\n\n")
    assert len(paragraphs) > 10
    sentence = r"[A-Z][a-z]*(,? [a-z]+)+[.?]"
    assert all(re.fullmatch(rf"{sentence}( {sentence})*", paragraph) for paragraph in paragraphs)


def test_the_same_seed_says_the_same_on_every_machine() -> None:
    text = "".join(prose(np.random.default_rng(0), 12))
    assert text == "There is the idea, the fair profile and that structure of this phrase."
